package io.github.rwkvsss.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.github.rwkvsss.check.Finding.Level;
import io.github.rwkvsss.tensor.LibTorchFacts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Made-up installations with jars that go together, and with such that do not. */
class JarClashesTest {

	@TempDir
	private Path fiji;

	private Path classes(final String folder, final String artifact, final String version) throws IOException {
		return Jars.withClasses(fiji.resolve(folder).resolve(artifact + "-" + version + ".jar"), artifact, version);
	}

	@Test
	void namesBothFilesOfTwoVersions() throws IOException {
		classes("jars", "javacpp", "1.5.13");
		final Path newer = classes("jars", "pytorch", "2.10.0-1.5.13");
		final Path older = classes("plugins", "pytorch", "2.7.1-1.5.12");
		final List<Finding> found = JarClashes.in(JarClashes.jarsOf(fiji));
		assertEquals(1, found.size(), found.toString());
		assertEquals(Level.BROKEN, found.get(0).level());
		assertTrue(found.get(0).fact().startsWith("pytorch is there in 2 versions: "), found.get(0).fact());
		assertTrue(found.get(0).fact().contains(newer.toRealPath().toString()), found.get(0).fact());
		assertTrue(found.get(0).fact().contains(older.toRealPath().toString()), found.get(0).fact());
	}

	@Test
	void nativesOfTwoVersionsClashButThoseOfTwoPlatformsDoNot() throws IOException {
		final Path linux = Jars.ofNatives(fiji.resolve("jars/linux64/openblas-0.3.31-1.5.13-linux-x86_64.jar"));
		final Path windows = Jars.ofNatives(fiji.resolve("jars/win64/openblas-0.3.31-1.5.13-windows-x86_64.jar"));
		final Path gpu = Jars.ofNatives(fiji.resolve("jars/linux64/pytorch-2.10.0-1.5.13-linux-x86_64-gpu.jar"));
		final Path cpu = Jars.ofNatives(fiji.resolve("jars/linux64/pytorch-2.10.0-1.5.13-linux-x86_64.jar"));
		assertEquals(List.of(Level.FINE), JarClashes.in(List.of(linux, windows, gpu, cpu)).stream().map(Finding::level)
			.toList());
		final Path old = Jars.ofNatives(fiji.resolve("jars/linux64/openblas-0.3.26-1.5.10-linux-x86_64.jar"));
		final Finding clash = JarClashes.in(List.of(linux, old)).get(0);
		assertTrue(clash.fact().startsWith("openblas linux-x86_64 is there in 2 versions: "), clash.fact());
	}

	@Test
	void modulesOfDifferentJavaCppClash() throws IOException {
		final Path old = classes("jars", "javacpp", "1.5.10");
		final Path ours = classes("jars", "pytorch", "2.10.0-1.5.13");
		final Finding clash = JarClashes.in(List.of(old, ours)).get(0);
		assertEquals(Level.BROKEN, clash.level());
		assertEquals("these were made with different versions of JavaCPP: " + old.toRealPath() + " and " + ours.toRealPath(),
			clash.fact());
		assertTrue(clash.advice().contains(Wanted.JAVACPP), clash.advice());
	}

	@Test
	void versionsAreFoundInRenamedJars() throws IOException {
		final Path named = classes("jars", "javacpp", "1.5.13");
		final Path renamed = Jars.withClasses(fiji.resolve("plugins/javacpp.jar"), "javacpp", "1.5.9");
		assertEquals(Level.BROKEN, JarClashes.in(List.of(named, renamed)).get(0).level());
	}

	@Test
	void othersAndCopiesAreNoClash() throws IOException {
		final Path one = classes("jars", "javacpp", "1.5.13");
		final Path damaged = Files.writeString(fiji.resolve("jars/javacpp-1.5.1.jar"), "not a jar");
		final List<Path> jars = List.of(one, fiji.resolve("jars/../jars").resolve(one.getFileName()), damaged, Jars.ofOthers(
			fiji.resolve("jars/commons-math-1.2.jar")), Jars.ofOthers(fiji.resolve("jars/commons-math-1.3.jar")));
		final List<Finding> found = JarClashes.in(jars);
		assertEquals(List.of(Finding.fine("jars", "Bytedeco's go together: javacpp 1.5.13")), found);
	}

	@Test
	void refusesAFolderThatIsNoFiji() {
		final String sentence = assertThrows(IOException.class, () -> JarClashes.jarsOf(fiji)).getMessage();
		assertTrue(sentence.startsWith(fiji + " has no folder jars or plugins; give the folder"), sentence);
	}

	@Test
	void classPathGivesJarsThatExist() throws IOException {
		final Path jar = classes("jars", "javacpp", "1.5.13");
		assertEquals(List.of(jar), InstalledJars.onClassPath(String.join(File.pathSeparator, jar.toString(), fiji.toString(),
			fiji.resolve("missing.jar").toString(), "")));
	}

	@Test
	void failureToLoadNamesTheClash() throws IOException {
		final Path newer = classes("jars", "pytorch", "2.10.0-1.5.13");
		final Path older = classes("jars", "pytorch", "2.7.1-1.5.12");
		final LinkageError failure = new NoClassDefFoundError("Could not initialize class torch");
		final String clash = LoadFailure.sentence(failure, List.of(newer, older));
		assertTrue(clash.startsWith("LibTorch did not start because of jars that clash: pytorch is there in 2 versions: "),
			clash);
		assertEquals("LibTorch did not start (UnsatisfiedLinkError: no jnitorch in java.library.path); run RWKV-SSS Check " +
			"Installation to see what is missing", LoadFailure.sentence(new ExceptionInInitializerError(new UnsatisfiedLinkError(
				"no jnitorch in\njava.library.path")), List.of(newer)));
	}

	/** The version that messages name is the one that this build uses. */
	@Test
	void wantedVersionIsTheBuilds() {
		assertTrue(LibTorchFacts.read().version().endsWith("-" + Wanted.JAVACPP), LibTorchFacts.read().version());
	}
}
