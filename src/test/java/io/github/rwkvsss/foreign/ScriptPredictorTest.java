package io.github.rwkvsss.foreign;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.bioimage.ProcessingStep;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Models;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.TorchScriptArchive;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.ops.OpLibrary;

/** Scripts whose result is known in closed form, with axes in other orders and tiles of few sizes. */
class ScriptPredictorTest {

	@TempDir
	Path folder;

	private ScriptPredictor predictor(final String body, final String in, final String out, final int channels,
		final AxisSizes sizes, final ProcessingStep... after) throws IOException
	{
		return new ScriptPredictor(ScriptModule.load(Packages.script(body, folder), "the script", Consent.GIVEN),
			new ScriptForm(in, out, channels, ScalarType.Float, sizes, List.of(after)));
	}

	private static AxisSizes sizes(final int least, final int step, final int axes) {
		final int[] all = new int[axes];
		final int[] steps = new int[axes];
		final int[] halo = new int[axes];
		java.util.Arrays.fill(all, least);
		java.util.Arrays.fill(steps, step);
		java.util.Arrays.fill(halo, -1);
		return new AxisSizes(all, steps, halo);
	}

	private static float[] ramp(final int count) {
		final float[] values = new float[count];
		for (int i = 0; i < count; i++) values[i] = i;
		return values;
	}

	/** Takes (y, c, b, x), gives (b, x, y, c): the pixel's row and column, which only the right order finds. */
	@Test
	void axesComeInAnyOrder() throws IOException {
		final String body = "\ty = torch.permute(x, [2, 3, 0, 1])\n" +
			"\treturn torch.cat([y[:, :, :, 0:1] + 2 * y[:, :, :, 1:2], -y[:, :, :, 1:2], y[:, :, :, 0:1] * 0], 3)\n";
		try (ScriptPredictor predictor = predictor(body, "ycbx", "bxyc", 2, sizes(4, 2, 2))) {
			assertEquals(3, predictor.classes());
			final float[] tile = ramp(2 * 4 * 6);
			final float[][] results = predictor.predict(new float[][] { new float[48], tile }, 4, 6);
			for (int i = 0; i < 24; i++) {
				assertEquals(tile[i] + 2 * tile[24 + i], results[1][i]);
				assertEquals(-tile[24 + i], results[1][24 + i]);
				assertEquals(0, results[0][i]);
			}
		}
	}

	@Test
	void volumesWithoutBatchAndChannels() throws IOException {
		try (ScriptPredictor predictor = predictor("\treturn torch.unsqueeze(x * 3, 0)\n", "zyx", "czyx", 1, sizes(2, 2, 3),
			new ProcessingStep.Linear(List.of(2.0), List.of(1.0))))
		{
			assertEquals(1, predictor.classes());
			final float[][] results = predictor.predict(new float[][] { ramp(2 * 4 * 6), ramp(48) }, 2, 4, 6);
			for (int i = 0; i < 48; i++) assertEquals(6 * i + 1, results[1][i]);
		}
	}

	/** The script refuses all sizes but 8 + 4 n; a tile of 5 x 9 is mirrored to 8 x 12 and cut back. */
	@Test
	void smallTilesAreContinuedByMirroring() throws IOException {
		final String body = "\tassert x.size(2) >= 8 and x.size(2) % 4 == 0 and x.size(3) % 4 == 0, \"size\"\n" +
			"\treturn x + torch.roll(x, [-1], [2])\n";
		try (ScriptPredictor predictor = predictor(body, "bcyx", "bcyx", 1, sizes(8, 4, 2))) {
			final float[] got = predictor.predict(new float[][] { ramp(45) }, 5, 9)[0];
			assertEquals(45, got.length);
			for (int y = 0; y < 5; y++) for (int x = 0; x < 9; x++) assertEquals(9 * y + x + 9 * (y < 4 ? y + 1 : 3) + x, got[9 *
				y + x]);
		}
	}

	@Test
	void stepsAfterTheNetworkAreDoneInOrder() throws IOException {
		try (ScriptPredictor predictor = predictor("\treturn torch.cat([x, -x], 1)\n", "bcyx", "bcyx", 1, sizes(1, 1, 2),
			new ProcessingStep.Linear(List.of(1.0, 2.0), List.of(0.0, -1.0)), new ProcessingStep.Clip(-3,
				Double.POSITIVE_INFINITY)))
		{
			assertArrayEquals(new float[] { 0, 2, -1, -3 }, predictor.predict(new float[][] { { 0, 2 } }, 1, 2)[0]);
		}
		try (ScriptPredictor predictor = predictor("\treturn torch.cat([x, -x], 1)\n", "bcyx", "bcyx", 1, sizes(1, 1, 2),
			new ProcessingStep.Softmax(), new ProcessingStep.Threshold(List.of(0.5))))
		{
			// 0.5 is not above 0.5.
			assertArrayEquals(new float[] { 0, 1, 0, 0 }, predictor.predict(new float[][] { { 0, 2 } }, 1, 2)[0]);
		}
		try (ScriptPredictor predictor = predictor("\treturn x\n", "bcyx", "bcyx", 1, sizes(1, 1, 2),
			new ProcessingStep.Sigmoid()))
		{
			assertArrayEquals(new float[] { 0.5f, 0.880797f }, predictor.predict(new float[][] { { 0, 2 } }, 1, 2)[0], 1e-6f);
		}
	}

	/** What export writes is an archive as any other. */
	@Test
	void archivesThatCallTheOpLibraryRun() throws IOException {
		assumeTrue(OpLibrary.isLoaded(), OpLibrary.status());
		final ModelManifest manifest = Models.semantic(1);
		final Path archive = folder.resolve("network.pt");
		try (SegmentationModel model = new SegmentationModel(manifest, SegmentationNetwork.build(manifest.network(), 5))) {
			TorchScriptArchive.write(model.network(), archive, 32, 32);
			final float[] tile = ramp(1024);
			for (int i = 0; i < tile.length; i++) tile[i] /= 1024;
			try (ScriptPredictor predictor = ScriptPredictor.open(archive, Consent.GIVEN, "bcyx", 1, Activation.SOFTMAX, 32, 32,
				0))
			{
				assertArrayEquals(new int[] { 4, 4 }, predictor.halo());
				assertArrayEquals(model.predict(new float[][] { tile }, 32, 32)[0], predictor.predict(new float[][] { tile }, 32,
					32)[0], 1e-5f);
			}
		}
	}

	@Test
	void whatCannotRunSaysWhy() throws IOException {
		refused("\treturn x[:, :, 1:, :]\n", "bcyx", "bcyx", "keep the size");
		refused("\treturn x[0]\n", "bcyx", "bcyx", "3 axes, not of the 4");
		refused("\treturn (x, x)\n", "bcyx", "bcyx", "one output");
		refused("\tassert x.size(2) > 9, \"I do not like it\"\n\treturn x\n", "bcyx", "bcyx", "I do not like it");
		refused("\treturn x\n", "bcyy", "bcyx", "axes \"bcyy\"");
		refused("\treturn x\n", "bcyx", "bczyx", "axes \"bczyx\"");
		final String message = assertThrows(IOException.class, () -> ScriptModule.load(new byte[40], "the file", Consent.GIVEN))
			.getMessage();
		assertTrue(message.startsWith("the file cannot be loaded as TorchScript") && message.lines().count() == 1, message);
	}

	private void refused(final String body, final String in, final String out, final String expected) {
		final String message = assertThrows(IllegalArgumentException.class, () -> predictor(body, in, out, 1, sizes(4, 2, 2))
			.close()).getMessage();
		assertTrue(message.contains(expected) && message.lines().count() == 1, message);
	}
}
