package io.github.rwkvsss.correct;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import ij.ImagePlus;
import io.github.rwkvsss.file.CsvLine;
import io.github.rwkvsss.file.NewFolder;
import io.github.rwkvsss.file.ProcessLock;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.image.Geometry;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.segment.ChannelChoice;

/**
 * A folder in which a user teaches a model: the model that it began with, the images that were corrected with their labels and
 * what of them is known, and of each round of learning the model and its scores. Everything in it is there whole or not at all,
 * so it opens again where it was left, however the program ended.
 * <pre>
 * project.json              what it is, and which round's model was chosen by hand
 * start-model.zip           the model that it began with
 * examples/0001-NAME/       image.tif, labels.tif, known.tif (255 where known), example.json
 * rounds/0001/              model.zip, scores.csv, training-log.csv, round.json
 * replay/images, labels     optional: images that the start model knows, put there by its user
 * learning/                 the checkpoint of a round that is being learned, or was interrupted
 * </pre>
 */
public final class Project {

	/** Version of the folder's layout. */
	static final int FORMAT = 1;

	private static final String FACTS = "project.json";
	private static final String START = "start-model.zip";
	private static final String EXAMPLES = "examples";
	private static final String ROUNDS = "rounds";

	private final Path folder;
	private final ModelManifest start;
	private Facts facts;

	/**
	 * @param format version of the layout
	 * @param startModel what the user called the start model
	 * @param chosenRound round whose model was chosen by hand, 0 for the start model; null for none
	 * @param chosenAfter how many rounds there were then; the choice is over with the next one
	 */
	private record Facts(int format, String startModel, Integer chosenRound, Integer chosenAfter) {}

	/** What {@code example.json} holds. */
	private record ExampleFacts(String name, int serial, double diameter, String channels) {}

	/** What {@code round.json} holds. */
	private record RoundFacts(int number, int before, boolean kept, String reason, List<Integer> examples,
		List<ExampleScore> scores, RoundSettings settings, double seconds)
	{}

	private Project(final Path folder, final ModelManifest start, final Facts facts) {
		this.folder = folder;
		this.start = start;
		this.facts = facts;
	}

	/**
	 * Makes a project.
	 *
	 * @param folder of it; made if missing, else it must be empty
	 * @param startModel name or path of the model to begin with; it is copied
	 * @throws IOException in one sentence if the folder is in use, there is no such model, or something cannot be written
	 */
	public static Project create(final Path folder, final String startModel) throws IOException {
		if (isProject(folder)) throw new IOException("there is a project in " + folder +
			" already; open it, or choose another folder");
		if (Files.exists(folder) && !Files.isDirectory(folder)) throw new IOException("cannot make a project in " + folder +
			": it is a file; choose a folder");
		if (Files.isDirectory(folder) && !isUnused(folder)) throw new IOException("cannot make a project in " + folder +
			": there is something else in it; choose an empty or a new folder");
		final ModelManifest wanted = ModelLibrary.describe(startModel);
		try {
			NewFolder.make(folder);
		}
		catch (final IOException e) {
			throw new IOException("cannot make a project in " + folder +
				": the folder cannot be made; check its name and your rights there", e);
		}
		ModelLibrary.copy(startModel, folder.resolve(START));
		final Facts facts = new Facts(FORMAT, startModel, null, null);
		// NB: last, because by it the folder is a project.
		ProjectFiles.writeJson(folder.resolve(FACTS), facts);
		return new Project(folder, wanted, facts);
	}

	/** A killed {@link #create} leaves a model at most. */
	private static boolean isUnused(final Path folder) throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).allMatch(name -> name.startsWith(".") || name.startsWith(
				START));
		}
	}

	/** @return whether there is a project in a folder */
	public static boolean isProject(final Path folder) {
		return Files.isRegularFile(folder.resolve(FACTS));
	}

	/**
	 * Opens a project.
	 *
	 * @throws IOException in one sentence if there is none in the folder, it is damaged, or a newer version made it
	 */
	public static Project open(final Path folder) throws IOException {
		if (!isProject(folder)) throw new IOException("there is no project in " + folder + (Files.isDirectory(folder)
			? ": it has no " + FACTS : ": there is no such folder") + "; choose a project's folder, or make a new one");
		final Facts facts = ProjectFiles.readJson(folder.resolve(FACTS), Facts.class,
			"restore it from a copy, or make a new project");
		if (facts.format() < 1 || facts.format() > FORMAT) throw new IOException("the project in " + folder +
			" has the format version " + facts.format() + ", this program reads 1 to " + FORMAT + "; update the plugin");
		final Path model = folder.resolve(START);
		if (!Files.isRegularFile(model)) throw new IOException("the project in " + folder + " has lost its " + START +
			"; put a copy of " + facts.startModel() + " there");
		final Project project = new Project(folder, ModelFile.readManifest(model), facts);
		project.examples();
		project.rounds();
		return project;
	}

	/** @return where it is */
	public Path folder() {
		return folder;
	}

	/** @return what its user called the model that it began with */
	public String startModelName() {
		return facts.startModel();
	}

	/** @return the model that it began with */
	public Path startModel() {
		return folder.resolve(START);
	}

	/** @return what the start model is; every round's model is of the same kind */
	public ModelManifest manifest() {
		return start;
	}

	/**
	 * @return the examples in the order in which they were added
	 * @throws IOException in one sentence if one is damaged
	 */
	public synchronized List<Example> examples() throws IOException {
		final Map<String, Example> newest = new LinkedHashMap<>();
		for (final Path each : ProjectFiles.parts(folder.resolve(EXAMPLES))) {
			final ExampleFacts read = ProjectFiles.readJson(each.resolve(Example.FACTS), ExampleFacts.class,
				"delete the folder " + each);
			// A kill may have come between the writing of a replacement and the deletion of what it replaced.
			final Example before = newest.get(read.name());
			if (before != null && before.serial() > read.serial()) continue;
			newest.remove(read.name());
			newest.put(read.name(), new Example(read.name(), read.serial(), read.diameter(), ChannelChoice.of(read
				.channels() == null ? "" : read.channels()), each));
		}
		return List.copyOf(newest.values());
	}

	/** @return the example of that name */
	public Optional<Example> example(final String name) throws IOException {
		return examples().stream().filter(example -> example.name().equals(name)).findFirst();
	}

	/**
	 * @return examples that no round has learned from yet, replaced ones among them
	 * @throws IOException in one sentence if one is damaged
	 */
	public List<Example> newExamples() throws IOException {
		final Set<Integer> learned = new HashSet<>();
		rounds().forEach(round -> learned.addAll(round.examples()));
		return examples().stream().filter(example -> !learned.contains(example.serial())).toList();
	}

	/** As the longer form, with all channels and objects of whatever size the model finds. */
	public Example addExample(final String name, final ImagePlus image, final LabelImage labels, final KnownRegion known)
		throws IOException
	{
		return addExample(name, image, labels, known, 0, ChannelChoice.all());
	}

	/**
	 * Adds what a user corrected, or replaces the example of that name.
	 *
	 * @param name by which the user knows it, for instance the image's title and its slice
	 * @param image a plane, stack or crop with its calibration; not changed, copied to the folder
	 * @param labels of its size: objects by number, or the values of the model's classes; not looked at where nothing is known
	 * @param known where the labels are true
	 * @param diameter pixels across a typical object, as the user says; 0 to let the model find out
	 * @param channels of the image that the model sees
	 * @return the example
	 * @throws IllegalArgumentException in one sentence if the parts do not fit each other or the model
	 * @throws IOException in one sentence if it cannot be written; then the project is as it was
	 */
	public synchronized Example addExample(final String name, final ImagePlus image, final LabelImage labels,
		final KnownRegion known, final double diameter, final ChannelChoice channels) throws IOException
	{
		if (name.isBlank()) throw new IllegalArgumentException("the example has no name; give the title of its image");
		final LabelImage inside = known.applied(labels);
		require(name, image, inside, known, channels);
		try (ProcessLock lock = lock()) {
			clean();
			int serial = 1;
			for (final Example each : examples()) serial = Math.max(serial, each.serial() + 1);
			for (final Round each : rounds()) for (final int used : each.examples()) serial = Math.max(serial, used + 1);
			final Example added = new Example(name, serial, diameter, channels, folder.resolve(EXAMPLES).resolve(String.format(
				Locale.ROOT, "%04d-%s", serial, fileName(name))));
			final Geometry geometry = Geometry.of(image);
			ProjectFiles.writeFolder(added.folder(), part -> {
				ImageWriter.write(image, part.resolve(Example.IMAGE));
				ImageWriter.write(geometry.labels(name, inside.replaced(label -> Math.max(0, label))), part.resolve(
					Example.LABELS));
				ImageWriter.write(geometry.mask(name, inside.replaced(label -> label < 0 ? 0 : 1)), part.resolve(Example.KNOWN));
				ProjectFiles.writeJson(part.resolve(Example.FACTS), new ExampleFacts(name, added.serial(), diameter, channels
					.text()));
			});
			removeOthers(name, added.serial());
			return added;
		}
	}

	/**
	 * Adds what a user corrected to what is known of the example of that name: where both say something the new counts. Without
	 * such an example as {@link #addExample(String, ImagePlus, LabelImage, KnownRegion, double, ChannelChoice)}.
	 *
	 * @throws IllegalArgumentException in one sentence as there, or if the example's image has another size
	 */
	public synchronized Example extendExample(final String name, final ImagePlus image, final LabelImage labels,
		final KnownRegion known, final double diameter, final ChannelChoice channels) throws IOException
	{
		final Optional<Example> before = example(name);
		if (before.isEmpty()) return addExample(name, image, labels, known, diameter, channels);
		final LabelImage old = before.get().labels();
		final LabelImage young = known.applied(labels);
		if (!Arrays.equals(old.size(), young.size())) throw new IllegalArgumentException("the example " + name +
			" of the project has (frames, slices, height, width) " + Arrays.toString(old.size()) + ", the image " + Arrays
				.toString(young.size()) + "; give the example another name");
		// An object of before is not one of those that are new, whatever its number.
		final int highest = start.task() == Task.INSTANCE ? young.max() : 0;
		for (int p = 0; p < young.planes(); p++) for (int i = 0; i < young.plane(p).length; i++) if (young.plane(p)[i] < 0 &&
			old.plane(p)[i] >= 0) young.plane(p)[i] = old.plane(p)[i] == 0 ? 0 : old.plane(p)[i] + highest;
		return addExample(name, image, young, KnownRegion.of(young), diameter, channels);
	}

	private void require(final String name, final ImagePlus image, final LabelImage labels, final KnownRegion known,
		final ChannelChoice channels)
	{
		final PixelSource pixels = PixelSource.of(image);
		if (!Arrays.equals(pixels.size(), labels.size())) throw new IllegalArgumentException("the image " + name +
			" has (frames, slices, height, width) " + Arrays.toString(pixels.size()) + ", its labels " + Arrays.toString(labels
				.size()) + "; they must be of one size");
		if (known.pixels() == 0) throw new IllegalArgumentException("nothing of " + name +
			" is marked as done; draw a selection around what is true, or mark the whole image");
		channels.from(pixels, start.network().inputChannels());
		if (start.task() == Task.INSTANCE) return;
		for (int p = 0; p < labels.planes(); p++) for (final int label : labels.plane(p)) if (label >= 0 && !start.classValues()
			.contains(label)) throw new IllegalArgumentException("the labels of " + name + " have the value " + label +
				", the project's model knows the classes " + start.classValues() + "; correct the labels");
	}

	/** Takes an example out; rounds that learned from it stay. */
	public synchronized void removeExample(final String name) throws IOException {
		try (ProcessLock lock = lock()) {
			clean();
			removeOthers(name, Integer.MAX_VALUE);
		}
	}

	private void removeOthers(final String name, final int serial) throws IOException {
		for (final Path each : ProjectFiles.parts(folder.resolve(EXAMPLES))) {
			final ExampleFacts read = ProjectFiles.readJson(each.resolve(Example.FACTS), ExampleFacts.class,
				"delete the folder " + each);
			if (read.name().equals(name) && read.serial() != serial) ProjectFiles.removeFolder(each);
		}
	}

	private static String fileName(final String name) {
		final String plain = name.replaceAll("[^\\p{L}\\p{N}_-]+", "_");
		return plain.length() > 40 ? plain.substring(0, 40) : plain;
	}

	/**
	 * @return the rounds that were finished, in order
	 * @throws IOException in one sentence if one is damaged
	 */
	public synchronized List<Round> rounds() throws IOException {
		final List<Round> rounds = new ArrayList<>();
		for (final Path each : ProjectFiles.parts(folder.resolve(ROUNDS))) {
			final RoundFacts read = ProjectFiles.readJson(each.resolve(Round.FACTS), RoundFacts.class, "delete the folder " +
				each);
			try {
				rounds.add(new Round(read.number(), read.before(), read.kept(), read.reason(), read.examples(), read.scores(), read
					.settings(), read.seconds(), each));
			}
			catch (final RuntimeException e) {
				throw new IOException(each.resolve(Round.FACTS) + " is damaged; delete the folder " + each, e);
			}
		}
		return rounds;
	}

	/**
	 * @return number of the round whose model is the current one; 0 for the start model
	 * @throws IOException in one sentence if a round is damaged
	 */
	public synchronized int currentRound() throws IOException {
		final List<Round> rounds = rounds();
		if (facts.chosenRound() != null && facts.chosenAfter() != null && facts.chosenAfter() == rounds.size()) return facts
			.chosenRound();
		if (rounds.isEmpty()) return 0;
		final Round last = rounds.get(rounds.size() - 1);
		return last.kept() ? last.number() : last.before();
	}

	/**
	 * @return the model to segment with and to learn on from
	 * @throws IOException in one sentence if a round is damaged
	 */
	public Path currentModel() throws IOException {
		return model(currentRound());
	}

	/**
	 * @param round its number; 0 for the start
	 * @return its model
	 * @throws IllegalArgumentException in one sentence if there is no such round
	 */
	public Path model(final int round) throws IOException {
		if (round == 0) return startModel();
		return rounds().stream().filter(each -> each.number() == round).findFirst().map(Round::model).orElseThrow(
			() -> new IllegalArgumentException("the project in " + folder + " has no round " + round));
	}

	/**
	 * Makes another round's model the current one, until the next round.
	 *
	 * @param round its number; 0 for the start model
	 */
	public synchronized void use(final int round) throws IOException {
		model(round);
		try (ProcessLock lock = lock()) {
			final Facts chosen = new Facts(facts.format(), facts.startModel(), round, rounds().size());
			ProjectFiles.writeJson(folder.resolve(FACTS), chosen);
			facts = chosen;
		}
	}

	/** Adds a round that is done, whole or not at all. */
	synchronized Round add(final Round round, final ProjectFiles.Content modelAndLog) throws IOException {
		try (ProcessLock lock = lock()) {
			clean();
			ProjectFiles.writeFolder(round.folder(), part -> {
				modelAndLog.writeTo(part);
				Files.write(part.resolve(Round.SCORES), csv(round).getBytes(StandardCharsets.UTF_8));
				ProjectFiles.writeJson(part.resolve(Round.FACTS), new RoundFacts(round.number(), round.before(), round.kept(), round
					.reason(), round.examples(), round.scores(), round.settings(), round.seconds()));
			});
			return round;
		}
	}

	private static String csv(final Round round) {
		final StringBuilder text = new StringBuilder("image,kind,before,after\n");
		for (final ExampleScore score : round.scores()) text.append(CsvLine.of(List.of(score.name(), score.kind().word(), String
			.format(Locale.ROOT, "%.4f", score.before()), String.format(Locale.ROOT, "%.4f", score.after())))).append('\n');
		return text.toString();
	}

	/** @return folder of a round that does not exist yet */
	Path roundFolder(final int number) {
		return folder.resolve(ROUNDS).resolve(String.format(Locale.ROOT, "%04d", number));
	}

	/** @return folder of a round that is being learned */
	Path learning() {
		return folder.resolve("learning");
	}

	/** @return folder with images that the start model knows; need not be there */
	Path replay() {
		return folder.resolve("replay");
	}

	private void clean() throws IOException {
		ProjectFiles.removeAbandoned(folder.resolve(EXAMPLES));
		ProjectFiles.removeAbandoned(folder.resolve(ROUNDS));
	}

	private ProcessLock lock() throws IOException {
		return ProcessLock.take(folder.resolve(".writing.lock"), "another program is writing to the project in " + folder +
			"; try again when it is done");
	}
}
