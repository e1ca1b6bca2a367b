package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import javax.imageio.ImageIO;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.geojson.GeoJsonReader;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.ImagePlus;
import io.github.rwkvsss.Python;
import io.github.rwkvsss.format.ImagePairs;
import io.github.rwkvsss.format.ShapeLabels;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.label.ObjectPolygons;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** GeoJSON and COCO, read by other programs: the JTS Topology Suite and Python's pycocotools. */
class ShapeFilesTest {

	private static final GeometryFactory JTS = new GeometryFactory();

	@TempDir
	private static Path folder;
	private static SegmentationModel model;
	private static SegmentationModel classes;

	@BeforeAll
	static void open() throws IOException {
		model = ModelFile.read(SmallModels.instance(folder));
		classes = ModelFile.read(SmallModels.semantic(folder, 2, 1));
	}

	@AfterAll
	static void close() {
		model.close();
		classes.close();
	}

	private static SegmentationResult run(final SegmentationModel opened, final ImagePlus image) {
		return SegmentationSettings.DEFAULT.withResults(Set.of(ResultKind.LABELS, ResultKind.GEOJSON, ResultKind.COCO)).with(
			opened).build().run(image, Progress.NONE, Cancellation.NEVER);
	}

	private static JsonObject written(final SegmentationResult result, final ResultKind kind) throws IOException {
		final Path file = folder.resolve("shapes" + kind.extension());
		ResultFile.write(result, kind, file);
		return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
	}

	private static void requireSame(final LabelImage wanted, final LabelImage got) {
		assertArrayEquals(wanted.size(), got.size());
		for (int p = 0; p < wanted.planes(); p++) assertArrayEquals(wanted.plane(p), got.plane(p));
	}

	private static LabelImage labels(final SegmentationResult result) {
		return LabelImage.of(result.image(ResultKind.LABELS).orElseThrow());
	}

	/** Polygon by polygon, rasterised again: the same pixels. */
	@Test
	void geoJsonHoldsTheLabels() throws IOException, ParseException {
		final SegmentationResult result = run(model, DrawnImages.discs(16, 50, 40, 1, 2, 2));
		final LabelImage labels = labels(result);
		final JsonObject root = written(result, ResultKind.GEOJSON);
		assertEquals("FeatureCollection", root.get("type").getAsString());
		final List<ObjectShape> shapes = result.shapes();
		final JsonArray features = root.getAsJsonArray("features");
		assertFalse(features.isEmpty());
		assertEquals(shapes.size(), features.size());
		int f = 0;
		final var identifiers = new java.util.HashSet<String>();
		for (final JsonElement element : features) {
			final JsonObject feature = element.getAsJsonObject();
			assertTrue(identifiers.add(feature.get("id").getAsString()));
			final JsonObject geometry = feature.getAsJsonObject("geometry");
			final JsonObject plane = geometry.getAsJsonObject("plane");
			final Geometry read = new GeoJsonReader(JTS).read(geometry.toString());
			assertTrue(read.isValid());
			final int[] values = labels.plane(plane.get("t").getAsInt(), plane.get("z").getAsInt());
			final JsonObject properties = feature.getAsJsonObject("properties");
			assertEquals("detection", properties.get("objectType").getAsString());
			final int number = properties.get("name").getAsInt();
			for (int i = 0; i < values.length; i++) assertEquals(values[i] == number, read.contains(JTS.createPoint(
				new Coordinate(i % 50 + 0.5, i / 50 + 0.5))), "object " + number + " at " + i);
			final JsonObject numbers = properties.getAsJsonObject("measurements");
			assertEquals(read.getArea(), shapes.get(f).polygons().stream().mapToLong(ObjectPolygons.Polygon::pixels).sum(), 0);
			assertEquals(read.getArea(), numbers.get("Pixels").getAsDouble(), 0);
			assertEquals(shapes.get(f++).measurements().get("Mean"), numbers.get("Mean").getAsDouble(), 0);
			assertTrue(numbers.has("Score") && numbers.has("Area"));
		}
		requireSame(labels, ShapeLabels.read(folder.resolve("shapes.geojson"), "shapes", labels.size()));
	}

	@Test
	void classesAreAnnotationsOfTheirNames() throws IOException {
		final SegmentationResult result = run(classes, DrawnImages.discs(8, 50, 40, 1, 1, 1));
		final JsonObject feature = written(result, ResultKind.GEOJSON).getAsJsonArray("features").get(0).getAsJsonObject();
		assertFalse(feature.getAsJsonObject("geometry").has("plane"));
		assertEquals("annotation", feature.getAsJsonObject("properties").get("objectType").getAsString());
		assertEquals("inside", feature.getAsJsonObject("properties").getAsJsonObject("classification").get("name")
			.getAsString());
		final JsonObject coco = written(result, ResultKind.COCO);
		assertEquals("[{\"id\":1,\"name\":\"inside\"}]", coco.get("categories").toString());
	}

	@Test
	void cocoHoldsTheLabels() throws IOException {
		final SegmentationResult result = run(model, DrawnImages.discs(16, 50, 40, 1, 1, 1));
		final LabelImage labels = labels(result);
		final JsonObject root = written(result, ResultKind.COCO);
		assertEquals(1, root.getAsJsonArray("images").size());
		final int[] counts = new int[labels.max() + 1];
		for (final int label : labels.plane(0)) counts[label]++;
		int n = 0;
		for (final JsonElement annotation : root.getAsJsonArray("annotations")) assertEquals(counts[++n], annotation
			.getAsJsonObject().get("area").getAsInt());
		assertEquals(labels.max(), n);
		requireSame(labels, ShapeLabels.read(folder.resolve("shapes.json"), result.input().getTitle(), labels.size()));
	}

	/** An object with a hole and an island in it, one of two pieces, one at the border. */
	private static final int[] HARD = { //
		1, 1, 1, 1, 1, 0, 2, //
		1, 0, 0, 0, 1, 0, 0, //
		1, 0, 1, 0, 1, 0, 2, //
		1, 0, 0, 0, 1, 0, 2, //
		1, 1, 1, 1, 1, 3, 3 };

	private static List<ObjectShape> hard() {
		final List<ObjectShape> shapes = new ArrayList<>();
		new TreeMap<>(ObjectPolygons.of(HARD, 7)).forEach((number, polygons) -> shapes.add(new ObjectShape(0, 0, number, number
			.toString(), 0.5f, null, polygons, Map.of("Pixels", (double) java.util.Arrays.stream(HARD).filter(v -> v == number)
				.count()))));
		return shapes;
	}

	private static String written(final ResultKind kind) throws IOException {
		final StringWriter text = new StringWriter();
		final ShapeSink sink = kind == ResultKind.COCO ? new CocoJson(text, "hard.png", new long[] { 1, 1, 5, 7 }, List.of(
			CocoJson.OBJECT)) : new GeoJson(text, "hard.png", true, false);
		for (final ObjectShape shape : hard()) sink.add(shape);
		sink.finish();
		return text.toString();
	}

	@Test
	void holesAndPiecesSurviveBothForms() throws IOException {
		final LabelImage wanted = LabelImage.of("hard", new long[] { 1, 1, 5, 7 }, HARD);
		final Path coco = folder.resolve("hard.json");
		Files.writeString(coco, written(ResultKind.COCO));
		requireSame(wanted, ShapeLabels.read(coco, "hard", wanted.size()));
		final Path geo = folder.resolve("hard.geojson");
		Files.writeString(geo, written(ResultKind.GEOJSON));
		requireSame(wanted, ShapeLabels.read(geo, "hard", wanted.size()));
	}

	/** The reader of COCO's own authors. */
	@Test
	void cocosOwnToolsReadTheSamePixels() throws IOException, InterruptedException {
		final String missing = Python.named().whyNot("pycocotools", "numpy");
		assumeTrue(missing == null, missing);
		final Path coco = folder.resolve("python.json");
		Files.writeString(coco, written(ResultKind.COCO));
		final Python.Run run = Python.named().run(Map.of(), "-c", """
			import sys
			from pycocotools.coco import COCO
			coco = COCO(sys.argv[1])
			for a in coco.loadAnns(coco.getAnnIds(imgIds=1)):
			    m = coco.annToMask(a)
			    print('mask', a['id'], *m.ravel().tolist())
			    assert m.sum() == a['area'], a
			    rows, columns = m.any(1).nonzero()[0], m.any(0).nonzero()[0]
			    assert a['bbox'] == [columns[0], rows[0], columns[-1] - columns[0] + 1, rows[-1] - rows[0] + 1], a
			""", coco);
		assertEquals(0, run.exitCode(), run.text());
		final List<String> masks = run.text().lines().filter(line -> line.startsWith("mask ")).toList();
		assertEquals(3, masks.size());
		for (final String mask : masks) {
			final String[] words = mask.split(" ");
			final int number = Integer.parseInt(words[1]);
			for (int i = 0; i < HARD.length; i++) assertEquals(HARD[i] == number ? "1" : "0", words[2 + i]);
		}
	}

	/** What train and evaluate read: a folder of images and one of shapes. */
	@Test
	void shapesAreLabelsBesideImages() throws IOException {
		final Path images = Files.createDirectory(folder.resolve("images"));
		final Path labels = Files.createDirectory(folder.resolve("labels"));
		ImageIO.write(new BufferedImage(7, 5, BufferedImage.TYPE_BYTE_GRAY), "png", images.resolve("hard.png").toFile());
		Files.writeString(labels.resolve("hard.geojson"), written(ResultKind.GEOJSON));
		final ImagePairs.Pair pair = ImagePairs.of(images, labels).get(0);
		assertArrayEquals(HARD, pair.read().labels().plane(0));
		assertArrayEquals(HARD, pair.readLabels().plane(0));
		// What belongs to no image, such as a list of the data set, is left aside; a label image comes first.
		Files.writeString(labels.resolve("dataset.json"), "{}");
		ImageIO.write(new BufferedImage(7, 5, BufferedImage.TYPE_BYTE_GRAY), "png", labels.resolve("hard.png").toFile());
		assertEquals(labels.resolve("hard.png"), ImagePairs.of(images, labels).get(0).labels());
	}

	/** As QuPath 0.5 writes annotations: drawn by hand, with fractions and names of classes. */
	@Test
	void drawnShapesBecomeLabels() throws IOException {
		final Path file = folder.resolve("drawn.geojson");
		Files.writeString(file, """
			{"type":"FeatureCollection","features":[
			{"type":"Feature","id":"a","geometry":{"type":"Polygon","coordinates":[[[0.6,0.2],[3.4,0.2],[3.4,2.4],[0.6,2.4],[0.6,0.2]]]},
			"properties":{"objectType":"annotation","classification":{"name":"Tumor","color":[200,0,0]}}},
			{"type":"Feature","id":"b","geometry":{"type":"Polygon","coordinates":[[[2,1],[4,1],[4,4],[2,4],[2,1]]]},
			"properties":{"objectType":"annotation"}}]}""");
		final int[] wanted = { //
			0, 1, 1, 0, //
			0, 1, 2, 2, //
			0, 0, 2, 2, //
			0, 0, 2, 2 };
		assertArrayEquals(wanted, ShapeLabels.read(file, "drawn", new long[] { 1, 1, 4, 4 }).plane(0));
	}

	@Test
	void refusesInOneSentence() throws IOException {
		refused("{\"features\":3}", "is no GeoJSON or COCO file of shapes");
		refused("[{\"type\":\"Feature\"}]", "there is no \"geometry\"");
		refused("[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[1]]}}]", "is no GeoJSON or COCO file of shapes");
		refused("[{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[1]]]}}]", "is no GeoJSON or COCO file of shapes");
		refused("[3]", "is no GeoJSON or COCO file of shapes");
		refused("{", "is no GeoJSON or COCO file of shapes");
		refused("{\"annotations\":[{}]}", "there is no \"images\"");
		refused("{}", "has neither features, as GeoJSON has, nor annotations, as COCO has");
		refused("[{\"geometry\":{\"type\":\"Point\",\"coordinates\":[1,2]}}]", "is a Point; objects are polygons");
		refused("[{\"geometry\":{\"type\":\"Polygon\",\"plane\":{\"z\":4},\"coordinates\":[[[0,0],[1,0],[1,1]]]}}]",
			"has a shape in slice 5 of frame 1, but the image has 1 slices and 1 frames");
		refused("[".repeat(4000), "nested deeper");
		refused("{\"images\":[{\"id\":1,\"file_name\":\"x.png\"}],\"annotations\":[{\"image_id\":1,\"segmentation\":{" +
			"\"size\":[4,4],\"counts\":\"abc\"}}]}", "compressed run lengths");
	}

	private static void refused(final String text, final String sentence) throws IOException {
		final Path file = folder.resolve("bad.geojson");
		Files.writeString(file, text);
		String message = null;
		try {
			ShapeLabels.read(file, "bad", new long[] { 1, 1, 4, 4 });
		}
		catch (final IOException e) {
			message = e.getMessage();
		}
		assertTrue(message != null && message.contains(sentence), message);
		assertFalse(message.contains("\n"), message);
	}
}
