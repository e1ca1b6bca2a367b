package io.github.rwkvsss.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ChildJava;

class WholeFileTest {

	@TempDir
	private Path folder;

	private List<String> names() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void aFullDiskLeavesTheFormerFile() throws IOException {
		final Path file = Files.writeString(folder.resolve("result.tif"), "former");
		final WholeFile.Opening full = channel -> new OutputStream() {

			private final OutputStream out = Channels.newOutputStream(channel);
			private int left = 100_000;

			@Override
			public void write(final int b) throws IOException {
				if (left-- == 0) throw new IOException("No space left on device");
				out.write(b);
			}
		};
		final IOException e = assertThrows(IOException.class, () -> WholeFile.write(file, out -> out.write(new byte[200_000]),
			full));
		assertEquals("cannot write " + file + ": No space left on device", e.getMessage());
		assertEquals(List.of("result.tif"), names());
		assertEquals("former", Files.readString(file));
	}

	@Test
	void replacesTheFormerFileWhole() throws IOException {
		final Path file = Files.writeString(folder.resolve("a.txt"), "former and longer");
		WholeFile.write(file, out -> out.write('x'));
		assertEquals("x", Files.readString(file));
		assertTrue(Files.isReadable(file));
		assertEquals(List.of("a.txt"), names());
	}

	/** What a power cut may leave: the system calls' order says what is on the disk before the name is. */
	@Test
	void theContentIsOnTheDiskBeforeTheNameAndTheNameBeforeTheEnd() throws IOException, InterruptedException {
		final Path strace = Stream.of("/usr/bin/strace", "/bin/strace").map(Path::of).filter(Files::isExecutable).findFirst()
			.orElse(null);
		assumeTrue(strace != null, "there is no strace here");
		final Path calls = folder.resolve("calls");
		final Path file = folder.resolve("deep/result.txt");
		final ProcessBuilder java = ChildJava.running(Writing.class, List.of("-Xmx64m"), file);
		final List<String> words = new ArrayList<>(List.of(strace.toString(), "-f", "-y", "-e",
			"trace=fsync,fdatasync,rename,renameat,renameat2,mkdir,mkdirat", "-o", calls.toString()));
		words.addAll(java.command());
		final Process process = java.command(words).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
		assertTrue(process.waitFor(2, TimeUnit.MINUTES));
		assumeTrue(Files.exists(calls) && Files.readString(calls).contains("rename"), "processes cannot be traced here");
		assertEquals("content", Files.readString(file));
		final Pattern call = Pattern.compile("\\d+ +(mkdir|fsync|rename)(?:at2?)?\\((.*)\\) = 0");
		final List<String> order = new ArrayList<>();
		final String place = folder.toRealPath().toString();
		for (final String line : Files.readAllLines(calls)) {
			final Matcher matcher = call.matcher(line);
			if (!matcher.matches() || !matcher.group(2).contains(place)) continue;
			order.add(matcher.group(1) + " " + Arrays.stream(matcher.group(2).split("[\",<>]+")).filter(word -> word.startsWith(
				place)).map(word -> word.substring(place.length()).replaceAll("[0-9a-f-]{36}", "*")).reduce("", String::concat));
		}
		assertEquals(List.of("mkdir /deep", "fsync ", "fsync /deep/.result.txt.*.part",
			"rename /deep/.result.txt.*.part/deep/result.txt", "fsync /deep"), order);
	}

	/** Writes one file. */
	static final class Writing {

		private Writing() {}

		public static void main(final String... args) throws IOException {
			AtomicFile.write(Path.of(args[0]), "content".getBytes(java.nio.charset.StandardCharsets.UTF_8));
		}
	}

	@Test
	void whatAKilledProcessLeftGoesAndWhatALivingOneWritesStays() throws IOException, InterruptedException {
		final Path file = folder.resolve("m.zip");
		final Path others = Files.writeString(folder.resolve(".n.zip.123e4567-e89b-12d3-a456-426614174000.part"), "");
		final Path own = Files.writeString(folder.resolve(".m.zip.part"), "");
		final Process process = ChildJava.running(HalfWriting.class, List.of("-Xmx64m"), file).start();
		try {
			assertEquals('w', process.getInputStream().read());
			assertEquals(3, names().size());
			WholeFile.removeAbandoned(file);
			assertEquals(3, names().size(), "of a living process: " + names());
			process.destroyForcibly();
			assertTrue(process.waitFor(1, TimeUnit.MINUTES));
			assertEquals(3, names().size());
			// In this process, too, what is being written stays.
			WholeFile.write(file, out -> {
				WholeFile.removeAbandoned(file);
				out.write('x');
			});
			assertEquals(List.of(others, own, file).stream().map(path -> path.getFileName().toString()).sorted().toList(),
				names());
			WholeFile.removeAbandonedIn(folder, 1);
			assertEquals(List.of(".m.zip.part", "m.zip"), names());
		}
		finally {
			process.destroyForcibly();
		}
	}

	/** Begins to write a file and never ends. */
	static final class HalfWriting {

		private HalfWriting() {}

		public static void main(final String... args) throws IOException {
			WholeFile.write(Path.of(args[0]), out -> {
				out.write(new byte[100_000]);
				System.out.print('w');
				System.out.flush();
				System.in.read();
			});
		}
	}
}
