package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

import javax.script.ScriptException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.plugin.Plugin;
import org.scijava.script.AdaptedScriptLanguage;
import org.scijava.script.ScriptLanguage;
import org.scijava.script.ScriptModule;
import org.scijava.script.ScriptService;

import ij.ImagePlus;

import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

/** Runs the scripts in {@code macros/} through SciJava's script service, as Fiji's script editor does. */
class ScriptTest {

	@TempDir
	static Path folder;
	private static Context context;
	private static ScriptService scripts;
	private static Path image;
	private static Path model;
	private static short[] expected;

	/** NB: Fiji's own two languages are not on Maven Central; they wrap the same engines. */
	@Plugin(type = ScriptLanguage.class, name = "Groovy")
	public static final class Groovy extends AdaptedScriptLanguage {

		public Groovy() {
			super("groovy");
		}
	}

	@Plugin(type = ScriptLanguage.class, name = "Python (Jython)")
	public static final class Jython extends AdaptedScriptLanguage {

		public Jython() {
			super("jython");
		}
	}

	@BeforeAll
	static void start() throws IOException {
		context = new Context();
		scripts = context.service(ScriptService.class);
		// In Fiji ImageJ 1.x is known by this name.
		scripts.addAlias(ImagePlus.class);
		model = SmallModels.instance(folder);
		image = Files.createDirectory(folder.resolve("images")).resolve("discs.tif");
		ImageWriter.write(DrawnImages.discs(8, 60, 50, 1, 1, 1), image);
		final CommandCall call = CommandCall.of(SegmentCommand.class);
		call.set("input", image.toString());
		call.set("model", model.toString());
		assertEquals(Optional.empty(), call.run(Progress.NONE, Cancellation.NEVER));
		final ImagePlus labels = (ImagePlus) call.outputs().keySet().stream().map(call::output).filter(
			ImagePlus.class::isInstance).findFirst().orElseThrow();
		expected = (short[]) labels.getProcessor().getPixels();
	}

	@AfterAll
	static void stop() {
		context.dispose();
	}

	private static ScriptModule run(final String name, final Object... inputs) throws IOException, ScriptException,
		InterruptedException, ExecutionException
	{
		final Path file = Path.of("macros", name);
		assertNotNull(scripts.getLanguageByExtension(name.substring(name.indexOf('.') + 1)), "no language for " + name);
		final ScriptModule module = scripts.run(file.toFile(), true, inputs).get();
		return module;
	}

	@Test
	void groovySegmentsAnImage() throws IOException, ScriptException, InterruptedException, ExecutionException {
		final ScriptModule module = run("segment_image.groovy", "image", ImageReader.read(image), "model", model.toString());
		assertArrayEquals(expected, (short[]) ((ImagePlus) module.getOutput("labels")).getProcessor().getPixels());
	}

	@Test
	void jythonCountsObjects() throws IOException, ScriptException, InterruptedException, ExecutionException {
		final Path table = folder.resolve("counts.csv");
		final long objects = IntStream.range(0, expected.length).map(i -> expected[i]).filter(label -> label != 0).distinct()
			.count();
		assertEquals("counted 1 images", run("count_objects.py", "images", image.getParent().toFile(), "table", table.toFile(),
			"model", model.toString()).getOutput("summary"));
		assertEquals(Arrays.asList("image,objects", "discs.tif," + objects), Files.readAllLines(table));
	}
}
