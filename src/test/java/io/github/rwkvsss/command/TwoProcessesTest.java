package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.github.rwkvsss.ChildJava;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two programs at the same place: the second is told so, and the first goes on. */
class TwoProcessesTest {

	@TempDir
	private Path folder;

	/** One call as of the command line that says p at its first progress of a kind, and goes on when it is told to. */
	static final class Paused {

		private Paused() {}

		/** @param args part of the progress message to wait at, then as the command line's */
		public static void main(final String... args) throws IOException {
			final CommandCall call = CommandCall.of(CommandList.find(args[1]).command());
			call.tell(notice -> {});
			for (int i = 2; i < args.length; i++) call.set(args[i].substring(0, args[i].indexOf('=')), args[i].substring(args[i]
				.indexOf('=') + 1));
			final boolean[] told = { false };
			final String refusal = call.run((done, total, message) -> {
				if (told[0] || !message.contains(args[0])) return;
				told[0] = true;
				System.out.print('p');
				System.out.flush();
				pause();
			}, Cancellation.NEVER).orElse(null);
			if (refusal != null) throw new IOException(refusal);
		}

		private static void pause() {
			try {
				System.in.read();
			}
			catch (final IOException e) {
				throw new java.io.UncheckedIOException(e);
			}
		}
	}

	/** @return the sentence by which the second call is refused while the first is at its work */
	private static String second(final String at, final String... call) throws IOException, InterruptedException {
		final Process first = ChildJava.running(Paused.class, List.of("-Xmx1g"), Stream.concat(Stream.of(at), Stream.of(call))
			.toArray()).start();
		try {
			assertEquals('p', first.getInputStream().read());
			final Terminal second = Terminal.call((Object[]) call);
			assertEquals(1, second.code(), second.out());
			// Nor has asking ended the first one's lock.
			assertEquals(second.sentence(), Terminal.call((Object[]) call).sentence());
			first.getOutputStream().write('\n');
			first.getOutputStream().flush();
			assertTrue(first.waitFor(2, TimeUnit.MINUTES));
			assertEquals(0, first.exitValue());
			return second.sentence();
		}
		finally {
			first.destroyForcibly();
		}
	}

	/** What a process leaves that is killed while it writes a file. */
	private static void leftover(final Path folder, final String file) throws IOException {
		Files.createDirectories(folder);
		Files.writeString(folder.resolve("." + file + ".123e4567-e89b-12d3-a456-426614174000.part"), "half of it");
	}

	private static List<String> names(final Path folder) throws IOException {
		try (Stream<Path> files = Files.walk(folder)) {
			return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
		}
	}

	@Test
	void batchesOnOneFolder() throws IOException, InterruptedException {
		final Path images = Files.createDirectory(folder.resolve("images"));
		for (final String name : List.of("a.tif", "b.tif")) ImageWriter.write(DrawnImages.discs(8, 32, 32, 1, 1, 1), images
			.resolve(name));
		final Path out = folder.resolve("out");
		leftover(out.resolve("labels"), "a.tif");
		leftover(out, "batch-status.csv");
		final String sentence = second("2 of 2", "batch", "images=" + images, "output=" + out, "model=" + SmallModels.instance(
			folder), "device=cpu");
		assertEquals("error: another batch is writing " + out.resolve("batch-status.csv") +
			"; wait for it, or choose another folder for the results", sentence);
		assertEquals(List.of("batch-status.csv", "labels/a.tif", "labels/b.tif"), names(out));
	}

	@Test
	void trainingsOfOneModel() throws IOException, InterruptedException {
		for (final String part : List.of("images", "labels")) {
			Files.createDirectory(folder.resolve(part));
			for (int i = 1; i <= 2; i++) {
				final ij.ImagePlus image = DrawnImages.discs(8, 48, 48, 1, 1, 1);
				if (part.equals("labels")) image.getProcessor().threshold(90);
				ImageWriter.write(image, folder.resolve(part).resolve(i + ".tif"));
			}
		}
		final Path out = Files.createDirectory(folder.resolve("out"));
		final Path model = out.resolve("m.zip");
		leftover(out, "m.zip");
		leftover(out.resolve("m-training"), "checkpoint.safetensors");
		Files.writeString(out.resolve(".m-training.lock"), "of a process that was killed");
		final String sentence = second("training, loss", "train", "images=" + folder.resolve("images"), "labels=" + folder
			.resolve("labels"), "output=" + model, "task=semantic", "steps=2", "validate_every=1", "patch=32", "batch=2",
			"augment=false", "validation_share=0", "live_window=false", "device=cpu");
		assertEquals("error: another training is writing " + model + "; wait for it, or choose another output", sentence);
		assertEquals(List.of("m-training/training-log.csv", "m.zip"), names(out));
		assertFalse(Files.exists(out.resolve(".m-training.lock")));
	}
}
