package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import io.github.rwkvsss.format.ImagePairs;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.ImageWriter;
import io.github.rwkvsss.format.ObjectClassTable;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.ObjectClasses;
import io.github.rwkvsss.label.RoiAnnotation;
import io.github.rwkvsss.label.Unlabelled;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.sampledata.TwoKindsDrawing;
import io.github.rwkvsss.segment.ResultFile;
import io.github.rwkvsss.segment.ResultKind;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.segment.SegmentationResult;
import io.github.rwkvsss.train.SampleForm;
import io.github.rwkvsss.train.TrainingData;
import io.github.rwkvsss.train.TrainingFolders;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.Command;

/** Objects of several classes, from drawn nuclei of two kinds whose kinds are known to what comes of a model of them. */
class ObjectClassesTest {

	private static final SampleForm FORM = new SampleForm(Task.INSTANCE, 2, List.of(), Normalization.standard())
		.withObjectClasses(true);

	@TempDir
	private static Path folder;
	private static Path model;

	@BeforeAll
	static void trains() throws IOException {
		Files.createDirectories(folder.resolve("images"));
		Files.createDirectories(folder.resolve("labels"));
		TwoKindsDrawing.write(folder.resolve("images"), folder.resolve("labels"), 4, 1);
		model = folder.resolve("kinds.zip");
		assertEquals(Optional.empty(), run(TrainCommand.class, "images=" + folder.resolve("images"), "labels=" + folder.resolve(
			"labels"), "output=" + model, "object_classes=true", "preset=unet", "steps=40", "validate_every=40", "patch=64",
			"batch=2", "augment=false", "validation_share=0.25", "learning_rate=0.004", "threads=1"));
	}

	private static Optional<String> run(final Class<? extends Command> command, final String... pairs) throws IOException {
		final CommandCall call = CommandCall.of(command);
		for (final String pair : pairs) call.set(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
		return call.run(Progress.NONE, Cancellation.NEVER);
	}

	@Test
	void theModelKnowsItsClasses() throws IOException {
		final ModelManifest manifest = ModelFile.readManifest(model);
		assertEquals(List.of("elongated", "round"), manifest.objectClasses());
		assertEquals(5, manifest.network().classes());
		assertEquals("1.0000", manifest.provenance().get("validation class accuracy"), manifest.provenance().toString());
		// Earlier versions of the plugin say that they are too old for it.
		assertEquals(4, manifest.format());
	}

	private static SegmentationResult segment(final ImagePlus image) throws IOException {
		try (SegmentationModel opened = ModelFile.read(model)) {
			return Segmentation.with(opened).results(EnumSet.allOf(ResultKind.class)).build().run(image, Progress.NONE,
				Cancellation.NEVER);
		}
	}

	/** @return number of the object that was found on most of a nucleus; 0 if there is none */
	private static int foundOn(final int[] truth, final int nucleus, final int[] found) {
		final Map<Integer, Integer> votes = new TreeMap<>();
		for (int i = 0; i < truth.length; i++) if (truth[i] == nucleus) votes.merge(found[i], 1, Integer::sum);
		return votes.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
	}

	@Test
	void nucleiOfAnotherDrawingGetTheirKindInEveryResult() throws IOException {
		final TwoKindsDrawing drawn = new TwoKindsDrawing(128, 16, 77);
		final SegmentationResult result = segment(drawn.image());
		final int[] found = new int[128 * 128];
		for (int i = 0; i < found.length; i++) found[i] = Math.round(result.image(ResultKind.LABELS).orElseThrow()
			.getProcessor().getf(i));
		final List<String> rows = result.table().toCsv().lines().toList();
		final List<String> heading = List.of(rows.get(0).split(","));
		final Path geo = folder.resolve("found.geojson");
		final Path coco = folder.resolve("found.json");
		ResultFile.write(result, ResultKind.GEOJSON, geo);
		ResultFile.write(result, ResultKind.COCO, coco);
		final Map<String, String> ofGeo = new TreeMap<>();
		for (final JsonElement feature : JsonParser.parseString(Files.readString(geo)).getAsJsonObject().getAsJsonArray(
			"features"))
		{
			final JsonObject properties = feature.getAsJsonObject().getAsJsonObject("properties");
			ofGeo.put(properties.get("name").getAsString(), properties.getAsJsonObject("classification").get("name")
				.getAsString());
		}
		final JsonObject instances = JsonParser.parseString(Files.readString(coco)).getAsJsonObject();
		assertEquals("[{\"id\":1,\"name\":\"elongated\"},{\"id\":2,\"name\":\"round\"}]", instances.get("categories")
			.toString());
		int right = 0;
		for (int n = 1; n <= drawn.kinds().size(); n++) {
			final int object = foundOn(drawn.labels(), n, found);
			if (object == 0) continue;
			final String kind = drawn.kinds().get(n - 1);
			final List<String> row = List.of(rows.get(object).split(","));
			assertEquals(Integer.toString(object), row.get(heading.indexOf("Object")));
			assertEquals(row.get(heading.indexOf("Class")), ofGeo.get(Integer.toString(object)));
			final double score = Double.parseDouble(row.get(heading.indexOf("Class score")));
			assertTrue(score > 0.5 && score <= 1, row.toString());
			final Roi outline = result.outlines().get(object - 1);
			assertEquals(row.get(heading.indexOf("Class")), outline.getProperty("class"));
			assertTrue(outline.getName().startsWith(outline.getProperty("class") + "-"), outline.getName());
			assertEquals(outline.getProperty("class").equals("round") ? 2 : 1, instances.getAsJsonArray("annotations").get(
				object - 1).getAsJsonObject().get("category_id").getAsInt());
			if (kind.equals(row.get(heading.indexOf("Class")))) right++;
		}
		assertTrue(right >= drawn.kinds().size() - 1, right + " of " + drawn.kinds());
		assertEquals(5, result.image(ResultKind.PROBABILITIES).orElseThrow().getNChannels());
	}

	/** Block by block the same objects are of the same classes. */
	@Test
	void blocksGiveTheSameClasses() throws IOException {
		final ImagePlus image = new TwoKindsDrawing(200, 40, 5).image();
		final Path file = folder.resolve("large.tif");
		ImageWriter.write(image, file);
		assertEquals(Optional.empty(), run(SegmentLargeCommand.class, "image=" + file, "output=" + folder.resolve(
			"large-labels.tif"), "model=" + model, "table=true", "geojson=true", "memory=11"));
		assertEquals(rows(segment(ImageReader.read(file)).table().toCsv().lines().toList()), rows(Files.readAllLines(folder
			.resolve("large-labels-table.csv"))));
		final String geo = Files.readString(folder.resolve("large-labels-geojson.geojson"));
		assertTrue(geo.contains("\"classification\":{\"name\":\"round\"") && geo.contains(
			"\"classification\":{\"name\":\"elongated\""), geo);
	}

	/** Without label and number, by which alone both may differ. */
	private static List<String> rows(final List<String> table) {
		assertTrue(table.get(0).contains(",Class,Class score,"), table.get(0));
		return table.stream().map(row -> row.split(",", 3)[2]).sorted().toList();
	}

	/** What comes out as GeoJSON, COCO or regions goes in again with its names. */
	@Test
	void classesAreLearnedFromResults() throws IOException {
		final Path images = Files.createDirectories(folder.resolve("again/images"));
		final Path labels = Files.createDirectories(folder.resolve("again/labels"));
		final List<String> kinds = new ArrayList<>();
		for (int n = 0; n < 2; n++) {
			final ImagePlus image = new TwoKindsDrawing(96, 10, 50 + n).image();
			IJ.saveAsTiff(image, images.resolve("n" + n + ".tif").toString());
			final SegmentationResult result = segment(image);
			if (n == 0) ResultFile.write(result, ResultKind.GEOJSON, labels.resolve("n0.geojson"));
			else ResultFile.write(result, ResultKind.COCO, labels.resolve("n1.json"));
			result.outlines().forEach(outline -> kinds.add(outline.getProperty("class")));
			final RoiAnnotation drawn = RoiAnnotation.objects(image, result.outlines(), Unlabelled.BACKGROUND, 0);
			final ImagePairs.Pair pair = new ImagePairs.Pair("n" + n, images.resolve("n" + n + ".tif"), labels.resolve(n == 0
				? "n0.geojson" : "n1.json"));
			final ObjectClasses read = ObjectClassTable.in(labels).of(pair, pair.readLabels()).in(List.of("elongated", "round"));
			assertArrayEquals(drawn.objectClasses().in(read.names()).numbers().plane(0), read.numbers().plane(0));
			final LabelImage found = pair.readLabels();
			for (int i = 0; i < found.plane(0).length; i++) if (found.plane(0)[i] != 0) assertEquals(result.outlines().get(found
				.plane(0)[i] - 1).getProperty("class"), read.names().get(read.numbers().plane(0)[i] - 1));
		}
		final TrainingData data = new TrainingFolders(images, labels).read(FORM, 0, 1, Progress.NONE, Cancellation.NEVER);
		assertEquals(List.of("elongated", "round"), data.objectClasses());
		assertEquals(Set.of("elongated", "round"), new HashSet<>(kinds));
	}

	/** Scores against what another reader of the same files counts. */
	@Test
	void evaluationTellsScoresOfClasses() throws IOException {
		final Path csv = folder.resolve("scores.csv");
		assertEquals(Optional.empty(), run(EvaluateCommand.class, "labels=" + folder.resolve("labels"), "images=" + folder
			.resolve("images"), "model=" + model, "output=" + csv));
		final List<String> lines = Files.readAllLines(csv);
		final List<String> heading = List.of(lines.get(0).split(","));
		assertTrue(heading.containsAll(List.of("class_accuracy", "ap50_elongated", "ap50_round")), heading.toString());
		for (final String line : lines.subList(1, lines.size())) {
			final String[] row = line.split(",", -1);
			assertTrue(Double.parseDouble(row[heading.indexOf("class_accuracy")]) > 0.9, line);
			assertTrue(Double.parseDouble(row[heading.indexOf("ap50_round")]) > 0.8, line);
		}
		// Without a word on classes there are no such columns.
		final Path plain = Files.createDirectories(folder.resolve("plain"));
		for (int n = 0; n < 4; n++) Files.copy(folder.resolve("labels/n" + n + ".tif"), plain.resolve("n" + n + ".tif"));
		assertEquals(Optional.empty(), run(EvaluateCommand.class, "labels=" + plain, "images=" + folder.resolve("images"),
			"model=" + model, "output=" + csv));
		assertFalse(Files.readAllLines(csv).get(0).contains("class_accuracy"), Files.readAllLines(csv).get(0));
	}

	@Test
	void whatCannotBeLearnedIsRefused() throws IOException {
		final Path one = Files.createDirectories(folder.resolve("one"));
		for (int n = 0; n < 4; n++) Files.copy(folder.resolve("labels/n" + n + ".tif"), one.resolve("n" + n + ".tif"));
		assertTrue(refusal(one, "object_classes=true").contains("nothing says of which class the objects of " + one), refusal(
			one, "object_classes=true"));
		Files.writeString(one.resolve("classes.csv"), "file,label,class\nn0,1,round\nn1,2,round\nn2,1,round\nn3,1,round\n");
		assertTrue(refusal(one, "object_classes=true").contains("are all of the class round; annotate some of another one"));
		assertTrue(refusal(one, "object_classes=true", "task=semantic").contains("object classes are for instance models"));
		Files.writeString(one.resolve("classes.csv"), "file,label,class\nn0,first,round\n");
		assertTrue(refusal(one, "object_classes=true").contains("line 2 of " + one.resolve("classes.csv") +
			" is \"n0,first,round\"; write the label image's name"));
		Files.writeString(one.resolve("classes.csv"), "n0,1,round\n");
		assertTrue(refusal(one, "object_classes=true").contains("its first line must be file,label,class"));
	}

	private static String refusal(final Path labels, final String... more) throws IOException {
		final List<String> pairs = new ArrayList<>(List.of("images=" + folder.resolve("images"), "labels=" + labels, "output=" +
			folder.resolve("none.zip"), "steps=1", "threads=1"));
		pairs.addAll(List.of(more));
		final String sentence = run(TrainCommand.class, pairs.toArray(new String[0])).orElse("");
		assertFalse(Files.exists(folder.resolve("none.zip")));
		return sentence;
	}

	/** Regions on an open image name their objects' classes; a model to start from keeps what finds objects. */
	@Test
	void regionsOfAnOpenImageNameClasses() throws IOException {
		final TwoKindsDrawing drawn = new TwoKindsDrawing(96, 12, 8);
		final ImagePlus image = drawn.image();
		final Overlay overlay = new Overlay();
		segment(image).outlines().forEach(outline -> {
			final String name = outline.getName().startsWith("round") ? "Plump 1" : "thin";
			final Roi bare = new PolygonRoi(outline.getPolygon(), Roi.POLYGON);
			bare.setName(name);
			overlay.add(bare);
		});
		image.setOverlay(overlay);
		final CommandCall call = CommandCall.of(TrainImageCommand.class);
		call.setValue("input", image);
		for (final String pair : List.of("output=" + folder.resolve("more.zip"), "object_classes=true", "start_from=" + model,
			"steps=1", "batch=2", "patch=32", "threads=1")) call.set(pair.substring(0, pair.indexOf('=')), pair.substring(pair
				.indexOf('=') + 1));
		final List<String> notices = new ArrayList<>();
		call.tell(notices::add);
		assertEquals(Optional.empty(), call.run(Progress.NONE, Cancellation.NEVER));
		assertEquals(List.of("plump", "thin"), ModelFile.readManifest(folder.resolve("more.zip")).objectClasses());
		assertTrue(notices.stream().anyMatch(notice -> notice.contains("will not know the classes elongated, round of kinds")),
			notices.toString());
	}
}
