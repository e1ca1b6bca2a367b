package io.github.rwkvsss.model;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.rwkvsss.file.NameRules;
import io.github.rwkvsss.file.PackedFile;
import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.tensor.ComputeDevice;

/**
 * Finds models by what users call them. Search order: the path of a file; a model that ships, {@code
 * /models/<name>.zip} on the class path; {@code <name>.zip} in the user's folder, which is {@code .rwkv-sss/models} at
 * home or what the system property {@code rwkvsss.models} says; the folder {@code models} of Fiji or ImageJ.
 */
public final class ModelLibrary {

	/** What names of models begin with that other rooms keep, because they are programs; see {@code foreign}. */
	public static final String IMPORTED = "imported:";

	private static final String FOLDER = "/models/";

	private static final Pattern FILE_NAME = Pattern.compile("[\\p{L}\\p{N}]([\\p{L}\\p{N} ._-]{0,98}[\\p{L}\\p{N}_-])?");

	private ModelLibrary() {}

	/**
	 * @param choice name of a model, or path of a model file
	 * @return the model, on the CPU; the caller closes it
	 * @throws IOException in one sentence if there is no such model or it cannot be read
	 */
	public static SegmentationModel open(final String choice) throws IOException {
		return open(choice, ComputeDevice.CPU);
	}

	/**
	 * @param choice name of a model, or path of a model file
	 * @param device where it is to compute
	 * @return the model; the caller closes it
	 * @throws IOException as for {@link #open(String)}
	 */
	public static SegmentationModel open(final String choice, final ComputeDevice device) throws IOException {
		return use(choice, file -> ModelFile.read(file, device));
	}

	/**
	 * @param choice as for {@link #open}
	 * @return what the model is, without its weights
	 * @throws IOException as for {@link #open}
	 */
	public static ModelManifest describe(final String choice) throws IOException {
		return use(choice, ModelFile::readManifest);
	}

	/**
	 * @param choice as for {@link #open}
	 * @return its picture as a PNG file: a sample on the left, the class of each pixel on the right; empty if it has none
	 * @throws IOException as for {@link #open}
	 */
	public static Optional<byte[]> cover(final String choice) throws IOException {
		return use(choice, file -> Optional.ofNullable(BundleEntries.of(file).get(ModelFile.COVER)));
	}

	/**
	 * @param choice as for {@link #open}
	 * @return the same for the same bytes of a model file only
	 * @throws IOException as for {@link #open}
	 */
	public static String digest(final String choice) throws IOException {
		return use(choice, ModelFile::digest);
	}

	/**
	 * Copies a model whole or not at all, after it was read.
	 *
	 * @param choice as for {@link #open}
	 * @param to file to write, replaced if it exists; its folder must exist
	 * @return what the model is
	 * @throws IOException as for {@link #open}, or in one sentence if the copy cannot be written
	 */
	public static ModelManifest copy(final String choice, final Path to) throws IOException {
		return use(choice, file -> {
			try (SegmentationModel model = ModelFile.read(file)) {
				ModelFile.copy(file, to);
				return model.manifest();
			}
		});
	}

	/** @return names of all models that ship, of those in the user's folder and of those in Fiji's, in this order */
	public static List<String> names() {
		final List<String> names = new ArrayList<>(shipped());
		for (final String name : installed()) if (!names.contains(name)) names.add(name);
		for (final String name : ModelFolders.names()) if (!names.contains(name)) names.add(name);
		return List.copyOf(names);
	}

	private static List<String> installed() {
		try (Stream<Path> files = Files.list(userFolder())) {
			return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".zip")).map(name -> name
				.substring(0, name.length() - 4)).sorted().toList();
		}
		catch (final IOException e) {
			// No folder, no models in it.
			return List.of();
		}
	}

	/** What to do if a model of the same name is installed already. */
	public enum IfThere {
			/** Keep it and say so. */
			REFUSE,
			/** Put the new one in its place. */
			REPLACE
	}

	/**
	 * Copies a model into the user's folder, under its own name, after it was read whole.
	 *
	 * @param source a model file, or a folder into which one was unpacked
	 * @return the installed file
	 * @throws IOException in one sentence if it cannot be read or its name is taken; then nothing has changed
	 */
	public static Path install(final Path source, final IfThere ifThere) throws IOException {
		return install(source, userFolder(), ifThere);
	}

	static Path install(final Path source, final Path folder, final IfThere ifThere) throws IOException {
		final String name;
		try (SegmentationModel model = ModelFile.read(source)) {
			name = model.manifest().name();
		}
		requireFileName(name, source);
		if (shipped().contains(name)) throw new IOException("the plugin brings a model \"" + name +
			"\" itself; give the one in " + source + " another name");
		final Path installed = folder.resolve(name + ".zip");
		if (ifThere == IfThere.REFUSE && Files.exists(installed)) throw new IOException("there is a model \"" + name +
			"\" in " + folder + " already; remove it first, or choose to replace it");
		if (Files.exists(installed) && Files.isSameFile(source, installed)) throw new IOException("the model " + source +
			" is the installed one itself; there is nothing to do");
		WholeFile.removeAbandoned(installed);
		ModelFile.copy(source, installed);
		return installed;
	}

	/** @return the name; an IOException tells in one sentence that not every system has files of that name */
	static String requireFileName(final String name, final Path source) throws IOException {
		if (!FILE_NAME.matcher(name).matches() || NameRules.isDevice(name)) throw new IOException("the model " + source +
			" calls itself \"" + name.replaceAll("\\p{Cntrl}", "?") +
			"\", which cannot be the name of a file; give it a name of letters, digits, - and _");
		return name;
	}

	/**
	 * @param name of a model that was installed
	 * @return the file that is gone
	 * @throws IOException in one sentence if there is none, or it came with the plugin, or cannot be removed
	 */
	public static Path remove(final String name) throws IOException {
		final List<String> own = removable();
		if (shipped().contains(name)) throw new IOException("model \"" + name +
			"\" came with the plugin and stays; installed are " + listed(own));
		final Optional<Path> ofFiji = own.contains(name) ? Optional.empty() : ModelFolders.find(name);
		if (ofFiji.isPresent() && ModelFolders.names().contains(name)) throw new IOException("model \"" + name + "\" lies in " +
			ofFiji.get() + ", where Fiji's updater put it; untick its update site, or delete the file");
		// NB: only what was listed, so that no name leads to a file elsewhere.
		if (!own.contains(name)) throw new IOException("no model \"" + name + "\" is installed; installed are " + listed(own));
		final Path file = userFolder().resolve(name + ".zip");
		ModelFile.remove(file);
		return file;
	}

	/** @return names that {@link #remove} takes, sorted */
	public static List<String> removable() {
		final List<String> shipped = shipped();
		return installed().stream().filter(name -> !shipped.contains(name)).toList();
	}

	private static String listed(final List<String> names) {
		return names.isEmpty() ? "none" : String.join(", ", names);
	}

	/** @return whether a model lies in the user's folder */
	public static boolean isInstalled(final String name) {
		return installed().contains(name);
	}

	/** @return whether a model came with the plugin */
	public static boolean isShipped(final String name) {
		return shipped().contains(name);
	}

	/** @return where users keep models that they want to call by name */
	public static Path userFolder() {
		final String given = System.getProperty("rwkvsss.models");
		return given == null ? Path.of(System.getProperty("user.home"), ".rwkv-sss", "models") : Path.of(given);
	}

	private static <T> T use(final String choice, final PackedFile.Reader<T> reader) throws IOException {
		if (choice == null || choice.isBlank()) throw new IOException("no model is chosen; choose " + offered());
		if (choice.startsWith(IMPORTED)) throw new IOException("model \"" + choice +
			"\" was imported; such models segment, alone and in a batch, and nothing else");
		try {
			if (looksLikePath(choice)) return reader.read(Path.of(choice));
			final URL resource = ModelLibrary.class.getResource(FOLDER + choice + ".zip");
			if (resource != null) return PackedFile.of(resource).read(reader);
			final Path own = userFolder().resolve(choice + ".zip");
			if (Files.exists(own)) return reader.read(own);
			final Optional<Path> ofFiji = ModelFolders.find(choice);
			if (ofFiji.isPresent()) return reader.read(ofFiji.get());
		}
		catch (final InvalidPathException e) {
			throw new IOException("model \"" + choice + "\" is neither a name nor a path; choose " + offered(), e);
		}
		throw new IOException("there is no model \"" + choice + "\"; choose " + offered());
	}

	/**
	 * @param choice as for {@link #open}
	 * @return the file or folder that it leads to; empty if it ships with the plugin or there is none
	 */
	public static Optional<Path> file(final String choice) {
		if (choice == null || choice.isBlank()) return Optional.empty();
		try {
			if (looksLikePath(choice)) return Optional.of(Path.of(choice));
			if (ModelLibrary.class.getResource(FOLDER + choice + ".zip") != null) return Optional.empty();
			final Path own = userFolder().resolve(choice + ".zip");
			return Files.exists(own) ? Optional.of(own) : ModelFolders.find(choice);
		}
		catch (final InvalidPathException e) {
			return Optional.empty();
		}
	}

	private static boolean looksLikePath(final String choice) {
		return choice.contains("/") || choice.contains("\\") || choice.endsWith(".zip") || Files.isRegularFile(Path.of(choice));
	}

	private static List<String> shipped() {
		final URL index = ModelLibrary.class.getResource(FOLDER + "index.txt");
		if (index == null) return List.of();
		try {
			return PackedFile.of(index).read(Files::readAllLines).stream().map(String::strip).filter(name -> !name.isEmpty() &&
				Objects.nonNull(ModelLibrary.class.getResource(FOLDER + name + ".zip"))).toList();
		}
		catch (final IOException e) {
			return List.of();
		}
	}

	private static String offered() {
		final List<String> names = names();
		return (names.isEmpty() ? "" : String.join(", ", names) + ", or ") + "the path of a model file";
	}
}
