package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.CudaFacts;

/** A GPU that is asked for and not there, in each command that computes. */
class DeviceInputTest {

	@TempDir
	private Path folder;
	private Path image;
	private String sentence;

	@BeforeEach
	void withoutCard() throws IOException {
		final CudaFacts cuda = CudaFacts.read();
		assumeTrue(cuda.devices() == 0, "there is a GPU here");
		sentence = "device cuda cannot be used: " + cuda.obstacle().orElseThrow();
		image = folder.resolve("in.tif");
		ImageWriter.write(DrawnImages.discs(8, 32, 32, 1, 1, 1), image);
	}

	/** Paths that are not there: whoever looked for them first would say so. */
	private static Stream<List<String>> calls() {
		return Stream.of(List.of("segment", "input=IMAGE", "model=none.zip", "output=OUT.tif"), List.of("batch", "images=none",
			"output=OUT", "model=none.zip"), List.of("train", "images=none", "labels=none", "output=OUT.zip"), List.of(
				"train_image", "input=IMAGE", "label_image=IMAGE", "output=OUT.zip"), List.of("evaluate", "labels=none",
					"images=none", "model=none.zip", "output=OUT/none.csv"), List.of("score", "input=IMAGE", "truth=IMAGE",
						"model=none.zip", "output=OUT/none.csv"), List.of("attention", "input=IMAGE", "model=none.zip", "x=1", "y=1",
							"output=OUT.tif"), List.of("bench", "op=bi_wkv", "quick=true"), List.of("bench", "network=tiny", "size=32"),
			List.of("ablate", "data=none", "output=OUT"), List.of("train_start", "sets=none", "output=OUT.zip"), List.of("learn",
				"project=OUT", "start_from=nuclei-2d"), List.of("rank", "input=IMAGE", "model=none.zip"));
	}

	@ParameterizedTest
	@MethodSource("calls")
	void saysSoBeforeAnythingIsReadOrWritten(final List<String> call) throws IOException {
		final List<Object> words = new ArrayList<>(call.stream().map(word -> word.replace("IMAGE", image.toString()).replace(
			"OUT", folder.resolve("out").toString())).toList());
		words.add("device=cuda");
		final Terminal terminal = Terminal.call(words.toArray());
		assertEquals("error: " + sentence, terminal.sentence());
		assertTrue(terminal.code() != 0);
		try (Stream<Path> left = Files.list(folder)) {
			assertEquals(List.of(image), left.toList());
		}
	}

	/** NB: a command without the input would compute somewhere nobody chose. */
	@Test
	void allThatOpenAModelToComputeHaveTheInput() {
		final List<String> without = List.of("check", "export", "first_steps", "info", "join", "models", "run_torchscript",
			"sample", "workbench");
		for (final CommandList.Entry entry : CommandList.entries()) assertEquals(!without.contains(entry.name()), CommandCall
			.of(entry.command()).inputs().stream().anyMatch(input -> input.key().equals("device")), entry.name());
	}

	@Test
	void importedModelsStayOnTheProcessor() {
		final List<String> told = new ArrayList<>();
		assertEquals(ComputeDevice.CPU, ChosenDevice.of("auto", "imported:theirs", told::add));
		assertEquals(ComputeDevice.CPU, ChosenDevice.of("cpu", "imported:theirs", told::add));
		assertEquals(sentence, assertThrows(IllegalArgumentException.class, () -> ChosenDevice.of("cuda", "imported:theirs",
			told::add)).getMessage());
		assertFalse(told.stream().anyMatch(line -> line.contains("imported")), told.toString());
	}
}
