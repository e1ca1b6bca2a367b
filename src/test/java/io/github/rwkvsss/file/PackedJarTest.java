package io.github.rwkvsss.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.rwkvsss.ClassPath;
import io.github.rwkvsss.command.CommandLine;

/** The plugin as users have it: a jar, in a folder whose name holds what names may hold. */
class PackedJarTest {

	private static final String NAME = "First Last! ü 日 100%";

	@TempDir
	Path folder;

	@Test
	void worksFromAFolderOfAnyName() throws IOException, InterruptedException {
		assumeTrue(File.separatorChar == '/', "names of files are letters of UTF-8 by choice on Linux and macOS only");
		final List<Path> entries = ClassPath.entries();
		final Path classes = Path.of("target/classes").toAbsolutePath();
		assertTrue(entries.stream().anyMatch(entry -> entry.toAbsolutePath().equals(classes)), () -> "no " + classes + " in " +
			entries);
		final String others = entries.stream().map(Path::toAbsolutePath).filter(entry -> !entry.equals(classes)).map(
			Path::toString).collect(Collectors.joining(File.pathSeparator));
		// NB: a Java reads names of files as the locale says, which may be plain C for the one that tests.
		java("target/classes" + File.pathSeparator + others, Pack.class, classes, folder, others);
	}

	private static void java(final String classPath, final Class<?> main, final Object... arguments) throws IOException,
		InterruptedException
	{
		final List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Xmx1g", "-XX:+UseSerialGC", "-Djava.awt.headless=true", "-cp", classPath, main.getName()));
		for (final Object argument : arguments) words.add(argument.toString());
		final ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
		builder.environment().put("LC_ALL", "C.UTF-8");
		final Process process = builder.start();
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, process.waitFor(), said);
	}

	/** Packs the classes into the folder of that name and starts the commands from there. */
	static final class Pack {

		private Pack() {}

		/** @param arguments classes; an empty folder; the rest of the class path */
		public static void main(final String[] arguments) throws IOException, InterruptedException {
			final Path home = Files.createDirectories(Path.of(arguments[1]).resolve(NAME));
			final Path jar = home.resolve("rwkv-sss.jar");
			pack(Path.of(arguments[0]), jar);
			java(jar + File.pathSeparator + arguments[2], Commands.class, home.resolve("data"));
		}

		private static void pack(final Path classes, final Path jar) throws IOException {
			try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar)); Stream<Path> all = Files.walk(classes)) {
				out.setLevel(0);
				for (final Path file : all.filter(Files::isRegularFile).sorted().toList()) {
					out.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
					Files.copy(file, out);
				}
			}
		}
	}

	/** Runs the commands, as a user would, on files beside the jar. */
	static final class Commands {

		private Commands() {}

		/** @param arguments a folder to be made */
		public static void main(final String[] arguments) throws IOException {
			final Path place = Path.of(arguments[0]);
			final Path images = Files.createDirectories(place.resolve("in"));
			final Path image;
			try (Stream<Path> samples = Files.list(Path.of("sample-data/nuclei/images"))) {
				image = samples.sorted().findFirst().orElseThrow();
			}
			final Path copy = Files.copy(image, images.resolve("ü 日!.png"));
			call("check");
			call("info", "model=nuclei-2d");
			call("segment", "input=" + copy, "output=" + place.resolve("labels.tif"));
			call("batch", "images=" + images, "output=" + place.resolve("out"));
			final Path samples = Path.of("sample-data/nuclei").toAbsolutePath();
			call("train", "images=" + samples.resolve("images"), "labels=" + samples.resolve("labels"), "output=" + place.resolve(
				"trained.zip"), "steps=1", "batch=2", "patch=64", "start_from=nuclei-2d");
			call("info", "model=" + place.resolve("trained.zip"));
			try (Stream<Path> results = Files.walk(place.resolve("out"))) {
				final Path result = results.filter(file -> file.toString().endsWith(".tif")).findFirst().orElseThrow();
				assertArrayEquals(Files.readAllBytes(place.resolve("labels.tif")), Files.readAllBytes(result));
			}
		}

		private static void call(final String... words) {
			assertEquals(0, CommandLine.run(words, System.out, System.out), () -> String.join(" ", words));
		}
	}
}
