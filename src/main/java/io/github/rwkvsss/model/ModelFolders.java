package io.github.rwkvsss.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * Folders beside the user's own in which models may lie: {@code models/rwkv-sss} and {@code models} of Fiji or ImageJ,
 * where an update site puts them. Models of other plugins lie there too and are passed over.
 */
final class ModelFolders {

	/** What Fiji, ImageJ2 and ImageJ 1.x call the folder that they live in; else it is where they were started. */
	private static final List<String> PROPERTIES = List.of("imagej.dir", "ij.dir", "plugins.dir", "user.dir");

	private ModelFolders() {}

	/** @return names of the models there, without .zip, sorted */
	static List<String> names() {
		final List<String> names = new ArrayList<>();
		for (final Path folder : ofImageJ()) {
			try (Stream<Path> files = Files.list(folder)) {
				files.filter(ModelFolders::isModel).map(file -> file.getFileName().toString()).map(name -> name.substring(0, name
					.length() - ".zip".length())).filter(name -> !names.contains(name)).forEach(names::add);
			}
			catch (final IOException e) {
				// A folder that cannot be listed has no models for us.
				continue;
			}
		}
		names.sort(null);
		return names;
	}

	/**
	 * @param name of a model, no path
	 * @return its file, if there is one
	 */
	static Optional<Path> find(final String name) {
		return ofImageJ().stream().map(folder -> folder.resolve(name + ".zip")).filter(ModelFolders::isModel).findFirst();
	}

	private static List<Path> ofImageJ() {
		for (final String property : PROPERTIES) {
			final String given = System.getProperty(property);
			if (given == null || given.isBlank()) continue;
			try {
				final Path models = Path.of(given).resolve("models");
				if (Files.isDirectory(models)) return Stream.of(models.resolve("rwkv-sss"), models).filter(Files::isDirectory)
					.toList();
			}
			catch (final InvalidPathException e) {
				continue;
			}
		}
		return List.of();
	}

	/** Looks for the manifest only: the rest is read when the model is chosen. */
	private static boolean isModel(final Path file) {
		if (!file.getFileName().toString().endsWith(".zip") || !Files.isRegularFile(file)) return false;
		try (ZipFile zip = new ZipFile(file.toFile())) {
			return zip.getEntry(ModelFile.MANIFEST) != null;
		}
		catch (final IOException e) {
			return false;
		}
	}
}
