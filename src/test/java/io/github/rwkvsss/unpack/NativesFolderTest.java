package io.github.rwkvsss.unpack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ChildJava;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Progress;

/** What is unpacked is what the jar holds, whatever was there before and whatever ended the process that unpacked. */
class NativesFolderTest {

	private static final int SIZE = 3_000_001;

	@TempDir
	Path folder;

	private Path jar;
	private LibrarySet set;
	private NativesFolder natives;

	@BeforeEach
	void pack() throws IOException {
		jar = folder.resolve("some.jar");
		set = SomeLibraries.of(jar, "some", SIZE, 7);
		natives = new NativesFolder(folder.resolve("home/natives"));
	}

	private Path take() throws IOException {
		return natives.take(set, Progress.NONE, Cancellation.NEVER);
	}

	private static void assertContent(final Path folder) throws IOException {
		assertArrayEquals(SomeLibraries.bytes(SIZE, 7), Files.readAllBytes(folder.resolve("large.so")));
		assertArrayEquals(SomeLibraries.bytes(999, 8), Files.readAllBytes(folder.resolve("small.so.1")));
		assertEquals(0, Files.size(folder.resolve("empty.so")));
	}

	/** Folders, without the locks of no size. */
	private List<String> left() throws IOException {
		try (Stream<Path> all = Files.list(natives.path())) {
			return all.filter(Files::isDirectory).map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void isUnpackedOnceAndSaysHowFarItIs() throws IOException {
		final List<String> told = new ArrayList<>();
		final Path taken = natives.take(set, (done, total, message) -> told.add(message), Cancellation.NEVER);
		assertContent(taken);
		assertTrue(told.contains("unpacking Some, once: 34 %"), told.toString());
		assertEquals("unpacking Some, once: 100 %", told.get(told.size() - 1));
		assertEquals(List.of(taken.getFileName().toString()), left());
		told.clear();
		assertEquals(taken, natives.take(set, (done, total, message) -> told.add(message), Cancellation.NEVER));
		assertEquals(List.of(), told);
		if (OwnFolder.POSIX) assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(natives
			.path())));
	}

	@Test
	void aTruncatedFileIsFoundAndReplaced() throws IOException {
		final Path taken = take();
		try (FileChannel channel = FileChannel.open(taken.resolve("large.so"), StandardOpenOption.WRITE)) {
			channel.truncate(SIZE / 2);
		}
		assertContent(take());
		assertEquals(1, left().size());
	}

	@Test
	void aMissingFileIsFoundAndReplaced() throws IOException {
		Files.delete(take().resolve("small.so.1"));
		assertContent(take());
	}

	private static void change(final Path file) throws IOException {
		try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
			bytes.seek(SIZE / 2);
			final int was = bytes.read();
			bytes.seek(SIZE / 2);
			bytes.write(was ^ 1);
		}
	}

	@Test
	void aChangedByteIsFoundByTheDateAndOneWithoutByAThoroughLook() throws IOException {
		final Path taken = take();
		change(taken.resolve("large.so"));
		assertContent(take());
		change(taken.resolve("large.so"));
		Files.setLastModifiedTime(taken.resolve("large.so"), Whole.DATE);
		assertFalse(natives.isWhole(set));
		// A process that was loading has gone: no process has that number.
		final Path mark = Files.createFile(natives.path().resolve(".loading-999999999999"));
		assertContent(take());
		assertTrue(natives.isWhole(set));
		assertFalse(Files.exists(mark));
	}

	@Test
	void anotherDateOfTheSameContentIsPutRight() throws IOException {
		final Path file = take().resolve("large.so");
		Files.setLastModifiedTime(file, java.nio.file.attribute.FileTime.fromMillis(0));
		take();
		assertEquals(Whole.DATE, Files.getLastModifiedTime(file));
	}

	@Test
	void theMarkOfThisProcessIsNoneOfAnEndedOne() throws IOException {
		take();
		try (LoadingMark mark = natives.markLoading()) {
			assertEquals(List.of(), LoadingMark.left(natives.path().toRealPath()));
		}
		assertTrue(Files.list(natives.path()).noneMatch(file -> file.toString().contains("loading")));
	}

	@Test
	void aDamagedJarIsRefusedAndNothingIsLeft() throws IOException {
		final byte[] bytes = Files.readAllBytes(jar);
		bytes[bytes.length / 2] ^= 1;
		Files.write(jar, bytes);
		final String sentence = assertThrows(IOException.class, this::take).getMessage();
		assertEquals("natives/large.so in " + jar + " is damaged; install the plugin anew", sentence);
		assertEquals(List.of(), left());
	}

	@Test
	void cancelingLeavesNothing() throws IOException {
		final int[] asked = { 0 };
		assertThrows(CanceledException.class, () -> natives.take(set, Progress.NONE, () -> asked[0]++ > 1));
		assertEquals(List.of(), left());
		assertContent(take());
	}

	@Test
	void whatEndedProcessesLeftIsRemoved() throws IOException {
		Files.createDirectories(natives.path().resolve(".some-0.1.part/sub"));
		Files.writeString(natives.path().resolve(".some-0.1.part/large.so"), "half");
		Files.setPosixFilePermissions(natives.path(), PosixFilePermissions.fromString("rwx------"));
		final Path taken = take();
		assertEquals(List.of(taken.getFileName().toString()), left());
	}

	@Test
	void anOlderVersionIsRemovedOnlyWhenNoProcessUsesIt() throws IOException, InterruptedException {
		final LibrarySet older = SomeLibraries.of(folder.resolve("older.jar"), "some", 500, 1);
		final LibrarySet other = SomeLibraries.of(folder.resolve("other.jar"), "some_other", 500, 1);
		final Process user = ChildJava.running(Child.class, List.of("-Xmx64m"), folder.resolve("older.jar"), natives.path(),
			"hold").start();
		final String held = user.inputReader().readLine();
		try {
			natives.take(other, Progress.NONE, Cancellation.NEVER);
			final Path taken = take();
			assertEquals(Stream.of(held, taken.getFileName().toString(), other.folderName()).sorted().toList(), left());
		}
		finally {
			user.destroyForcibly();
			assertTrue(user.waitFor(10, TimeUnit.SECONDS));
		}
		assertEquals(older.folderName(), held);
		final LibrarySet newer = SomeLibraries.of(folder.resolve("newer.jar"), "some", 700, 2);
		natives.take(newer, Progress.NONE, Cancellation.NEVER);
		// This process still uses the one that it took.
		assertEquals(Stream.of(set.folderName(), newer.folderName(), other.folderName()).sorted().toList(), left());
	}

	@Test
	void whatAKilledProcessBeganIsDoneByTheNext() throws IOException, InterruptedException {
		final int large = 40_000_000;
		final LibrarySet killed = SomeLibraries.of(jar, "some", large, 3);
		for (int percent = 10; percent <= 90; percent += 40) {
			final Path home = folder.resolve("home" + percent);
			final Process process = ChildJava.running(Child.class, List.of("-Xmx64m"), jar, home, "go").start();
			for (String line = process.inputReader().readLine(); line != null && !line.contains(" " + percent + " %");) line =
				process.inputReader().readLine();
			process.destroyForcibly();
			assertTrue(process.waitFor(10, TimeUnit.SECONDS));
			final NativesFolder next = new NativesFolder(home);
			final Path taken = next.take(killed, Progress.NONE, Cancellation.NEVER);
			assertArrayEquals(SomeLibraries.bytes(large, 3), Files.readAllBytes(taken.resolve("large.so")));
			try (Stream<Path> all = Files.list(home)) {
				assertEquals(1, all.filter(Files::isDirectory).count());
			}
		}
	}

	@Test
	void oneOfTwoProcessesUnpacksAndTheOtherWaits() throws IOException, InterruptedException {
		SomeLibraries.of(jar, "some", 20_000_000, 3);
		final List<Process> both = new ArrayList<>();
		for (int i = 0; i < 2; i++) both.add(ChildJava.running(Child.class, List.of("-Xmx64m"), jar, natives.path(), "go")
			.start());
		int unpacked = 0;
		for (final Process process : both) {
			final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertEquals(0, process.waitFor(), said);
			assertTrue(said.stripTrailing().endsWith("whole true"), said);
			if (said.contains("unpacking")) unpacked++;
		}
		assertEquals(1, unpacked);
	}

	@Test
	void aFolderThatOthersCanWriteToIsRefused() throws IOException {
		assumeTrue(OwnFolder.POSIX, "no such rights here");
		Files.createDirectories(natives.path());
		Files.setPosixFilePermissions(natives.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
		final String sentence = assertThrows(IOException.class, this::take).getMessage();
		assertTrue(sentence.startsWith("native libraries are not taken from " + natives.path().toRealPath() +
			", because other users can write to it; take that right from them (chmod go-w), or choose another folder"), sentence);
	}

	/** Another user's library, right in name, size and date. */
	@Test
	void aPlantedLibraryIsRefused() throws IOException {
		final Path taken = take();
		try {
			Files.setOwner(taken.resolve("large.so"), natives.path().getFileSystem().getUserPrincipalLookupService()
				.lookupPrincipalByName("nobody"));
		}
		catch (final IOException e) {
			assumeTrue(false, "only root gives files away, and there must be a user nobody");
		}
		change(taken.resolve("large.so"));
		Files.setLastModifiedTime(taken.resolve("large.so"), Whole.DATE);
		assertContent(take());
		Files.setOwner(natives.path(), natives.path().getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(
			"nobody"));
		final String sentence = assertThrows(IOException.class, this::take).getMessage();
		assertEquals("native libraries are not taken from " + natives.path().toRealPath() +
			", because it belongs to nobody, who could put any program there; " + NativesFolder.advice(), sentence);
		assertFalse(sentence.contains("\n"));
	}

	@Test
	void aFolderThatCannotBeMadeIsRefused() throws IOException {
		natives = new NativesFolder(Files.writeString(folder.resolve("file"), "").resolve("natives"));
		final String sentence = assertThrows(IOException.class, this::take).getMessage();
		assertTrue(sentence.contains("because that folder cannot be made") && sentence.endsWith(NativesFolder.advice()),
			sentence);
	}

	/** A process that takes the set. */
	static final class Child {

		private Child() {}

		/** @param arguments jar; folder; "hold" to go on until killed */
		public static void main(final String[] arguments) throws IOException, InterruptedException {
			final LibrarySet set = SomeLibraries.set(Path.of(arguments[0]), "some");
			final NativesFolder natives = new NativesFolder(Path.of(arguments[1]));
			final boolean hold = arguments[2].equals("hold");
			final Path taken = natives.take(set, hold ? Progress.NONE : (done, total, message) -> System.out.println(message),
				Cancellation.NEVER);
			System.out.println(hold ? taken.getFileName() : "whole " + natives.isWhole(set));
			if (hold) Thread.sleep(60_000);
		}
	}
}
