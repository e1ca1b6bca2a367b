package io.github.rwkvsss.foreign;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import com.google.gson.Gson;

import io.github.rwkvsss.file.AtomicFile;
import io.github.rwkvsss.file.Nesting;
import io.github.rwkvsss.file.WholeFile;
import io.github.rwkvsss.model.BundleEntries;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.tile.TileMemoryException;

/**
 * Third-party models that the user imported, and trusts. They lie in {@code imported} below the user's folder of
 * models and are called {@code imported:<name>}: no other name leads to them. That the user trusts them is noted
 * elsewhere, see {@link TrustedCode}.
 */
public final class ForeignLibrary {

	/** What names of imported models begin with. */
	public static final String PREFIX = ModelLibrary.IMPORTED;

	private static final String RECORD = "import.json";
	private static final Gson GSON = new Gson();

	private ForeignLibrary() {}

	/**
	 * How the model is used; whether its code may run is not said here.
	 *
	 * @param format of this record, 1
	 * @param sha256 of the archive that was trusted
	 * @param meaning of its output
	 * @param activation to be done last
	 */
	private record Import(int format, String sha256, OutputMeaning meaning, Activation activation) {

		Import {
			if (format != 1 || sha256 == null || meaning == null || activation == null) throw new IllegalArgumentException(
				"it was imported by another version; import it again");
		}
	}

	/**
	 * What an import did.
	 *
	 * @param name by which the model can be chosen now
	 * @param file where it lies
	 * @param meaning of its output
	 * @param example how far its own example is met
	 */
	public record Imported(String name, Path file, OutputMeaning meaning, ExampleCheck example) {}

	/**
	 * Imports a package: reads it, runs it once, compares its example, and keeps what is needed of it.
	 *
	 * @param source a zip file, or a folder into which one was unpacked
	 * @param consent to run its code, now and whenever the model is chosen
	 * @param meaning of its output; null to find out, where there is no doubt
	 * @param activation to be done after all that the description says
	 * @param ifThere what to do if a model of that name was imported already
	 * @throws IOException in one sentence; then nothing has changed
	 */
	public static Imported install(final Path source, final Consent consent, final OutputMeaning meaning,
		final Activation activation, final ModelLibrary.IfThere ifThere) throws IOException
	{
		final ForeignPackage read = ForeignPackage.read(source);
		consent.require("the package " + source);
		final String name = name(read.description().name());
		final Path file = folder().resolve(name + ".zip");
		if (ifThere == ModelLibrary.IfThere.REFUSE && Files.exists(file)) throw new IOException("a model \"" + PREFIX + name +
			"\" was imported already; remove it first, or choose to replace it");
		final OutputMeaning found;
		final ExampleCheck example;
		try (ScriptPredictor predictor = predictor(read, activation, consent)) {
			example = ExampleCheck.of(read, predictor);
			found = meaning == null ? OutputMeaning.guess(predictor.classes(), example.output()) : meaning;
			found.require(predictor.classes());
			found.probabilities(example.output(), predictor.classes());
		}
		catch (final IllegalArgumentException e) {
			throw new IOException("the package " + source + " cannot be used: " + e.getMessage(), e);
		}
		final Map<String, byte[]> entries = new LinkedHashMap<>(read.needed());
		entries.put(RECORD, GSON.toJson(new Import(1, read.description().sha256(), found, activation)).getBytes(
			StandardCharsets.UTF_8));
		if (Files.isDirectory(file.getParent())) WholeFile.removeAbandoned(file);
		AtomicFile.write(file, BundleEntries.zip(entries));
		TrustedCode.add(PREFIX + name, BundleEntries.of(file).digest(), file);
		return new Imported(PREFIX + name, file, found, example);
	}

	/** @return whether a choice means an imported model */
	public static boolean isOne(final String choice) {
		return choice != null && choice.startsWith(PREFIX);
	}

	/** @return the names of all imported models, with their prefix, sorted */
	public static List<String> names() {
		try (Stream<Path> files = Files.list(folder())) {
			return files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".zip")).map(name -> PREFIX +
				name.substring(0, name.length() - 4)).sorted().toList();
		}
		catch (final IOException e) {
			// No folder, no models in it.
			return List.of();
		}
	}

	/**
	 * @return of {@link #names} those that their user agreed to run; any other file in the folder is refused when it is
	 *         chosen, so nobody should be offered it
	 */
	public static List<String> trusted() {
		return names().stream().filter(ForeignLibrary::isTrusted).toList();
	}

	private static boolean isTrusted(final String choice) {
		try {
			// NB: dialogs ask for this while they open, so the file is not read.
			return TrustedCode.mayHave(choice, file(choice));
		}
		catch (final IOException e) {
			return false;
		}
	}

	/**
	 * Runs the code of an imported model, to which the user consented when importing it.
	 *
	 * @param choice its name, with the prefix
	 * @return the model; the caller closes it
	 * @throws IOException in one sentence if there is none, or it is not the one that was trusted
	 */
	public static ImageModel open(final String choice) throws IOException {
		final Path file = file(choice);
		final BundleEntries entries = BundleEntries.of(file);
		final Import said = said(entries.get(RECORD), choice);
		final ForeignPackage read = ForeignPackage.read(file);
		if (!said.sha256().equals(read.description().sha256()) || !TrustedCode.has(choice, entries.digest()))
			throw new IOException("model \"" + choice + "\" in " + file +
				" is not what was imported by you; it holds a program, so import it again if you trust it");
		try {
			final ScriptPredictor predictor = predictor(read, said.activation(), Consent.GIVEN);
			try {
				return new ForeignModel(choice, predictor, read.before(), said.meaning(), read.channelNames());
			}
			catch (final IllegalArgumentException e) {
				predictor.close();
				throw e;
			}
		}
		catch (final IllegalArgumentException e) {
			throw new IOException("model \"" + choice + "\" cannot be used: " + e.getMessage(), e);
		}
	}

	private static Import said(final byte[] json, final String choice) throws IOException {
		try {
			final Import said = json == null ? null : GSON.fromJson(Nesting.checked(new String(json, StandardCharsets.UTF_8)),
				Import.class);
			if (said != null) return said;
		}
		// NB: Gson wraps what a record's constructor throws in a plain RuntimeException.
		catch (final RuntimeException e) {
			throw new IOException("model \"" + choice + "\" has a damaged record of its import; import it again", e);
		}
		throw new IOException("model \"" + choice + "\" has no record of its import; import it again");
	}

	/** @return the same for the same content only */
	public static String digest(final String choice) throws IOException {
		return BundleEntries.of(file(choice)).digest();
	}

	/**
	 * @param choice name of an imported model, with the prefix
	 * @return the file that is gone
	 * @throws IOException in one sentence if there is none or it cannot be removed
	 */
	public static Path remove(final String choice) throws IOException {
		final Path file = file(choice);
		ModelFile.remove(file);
		TrustedCode.remove(choice);
		return file;
	}

	private static ScriptPredictor predictor(final ForeignPackage read, final Activation activation, final Consent consent)
		throws IOException
	{
		final ScriptForm form = read.form(activation.steps());
		final ScriptModule module = ScriptModule.load(read.weights(), "the archive " + read.description().weights() + " in " +
			read.file(), consent);
		try {
			return new ScriptPredictor(module, form);
		}
		catch (final IllegalArgumentException | TileMemoryException e) {
			module.close();
			throw e;
		}
	}

	public static Optional<Path> find(final String choice) {
		return names().contains(choice) ? Optional.of(folder().resolve(choice.substring(PREFIX.length()) + ".zip")) : Optional
			.empty();
	}

	/** NB: only what was listed, so that no name leads to a file elsewhere. */
	private static Path file(final String choice) throws IOException {
		final List<String> names = names();
		if (!names.contains(choice)) throw new IOException("no model \"" + choice + "\" was imported; imported are " + (names
			.isEmpty() ? "none" : String.join(", ", names)));
		return folder().resolve(choice.substring(PREFIX.length()) + ".zip");
	}

	private static Path folder() {
		return ModelLibrary.userFolder().resolve("imported");
	}

	/** @return letters, digits and dashes of a name, in lower case */
	private static String name(final String own) {
		final String clean = own.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
		final String name = clean.substring(0, Math.min(60, clean.length()));
		// "model" keeps names of devices, which Windows reserves, apart.
		return name.length() < 5 ? "model-" + name : name;
	}
}
