package io.github.rwkvsss.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.StringReader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.script.ScriptException;
import javax.tools.ToolProvider;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.script.ScriptService;

import ij.ImagePlus;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.IntegerType;
import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.SegmentCommand;
import io.github.rwkvsss.metric.EvaluationTable;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;

/** Runs the fenced examples of docs/scripting.md; what they find is what the command finds. */
class ScriptingExamplesTest {

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```([a-z]+(?: [a-z]+)?)\\n(.*?)^```$");

	@TempDir
	static Path folder;
	private static Context context;
	private static ScriptService scripts;
	private static String page;

	@BeforeAll
	static void start() throws IOException {
		context = new Context();
		scripts = context.service(ScriptService.class);
		page = Files.readString(Path.of("docs", "scripting.md"));
	}

	@AfterAll
	static void stop() {
		context.dispose();
	}

	private static List<String> examples(final String language) {
		final List<String> examples = new ArrayList<>();
		final Matcher matcher = BLOCK.matcher(page);
		while (matcher.find()) if (matcher.group(1).equals(language)) examples.add(matcher.group(2));
		return examples;
	}

	private static Object run(final String extension, final String example) throws IOException, ScriptException,
		InterruptedException, ExecutionException
	{
		assertNotNull(scripts.getLanguageByExtension(extension), "no language for " + extension);
		final String script = example.contains("#@output") ? example : "#@output Object result\n" + example;
		final Object result = scripts.run("example." + extension, new StringReader(script), true).get().getOutput("result");
		assertNotNull(result, example);
		return result;
	}

	/** What the command makes of a sample image: another way through the same model. */
	private static int[] expected(final String image) throws IOException {
		final CommandCall call = CommandCall.of(SegmentCommand.class);
		call.set("input", "sample-data/nuclei/images/" + image + ".png");
		call.set("model", "nuclei-2d");
		assertTrue(call.run(Progress.NONE, Cancellation.NEVER).isEmpty());
		final ImagePlus labels = (ImagePlus) call.outputs().keySet().stream().map(call::output).filter(
			ImagePlus.class::isInstance).findFirst().orElseThrow();
		return pixels(labels);
	}

	private static int[] pixels(final ImagePlus image) {
		return IntStream.range(0, image.getWidth() * image.getHeight()).map(i -> (int) image.getProcessor().getf(i)).toArray();
	}

	@Test
	void groovySegmentsLikeTheCommand() throws Exception {
		assertArrayEquals(expected("crowded"), pixels((ImagePlus) run("groovy", examples("groovy").get(0))));
	}

	@Test
	void jythonSegmentsLikeTheCommand() throws Exception {
		assertArrayEquals(expected("crowded"), pixels((ImagePlus) run("py", examples("python").get(0))));
	}

	@Test
	void javaSegmentsLikeTheCommand() throws Exception {
		final String example = examples("java").get(0);
		final String imports = example.lines().filter(line -> line.startsWith("import ")).collect(Collectors.joining("\n"));
		final String body = example.lines().filter(line -> !line.startsWith("import ")).collect(Collectors.joining("\n"));
		final Path source = Files.createDirectory(folder.resolve("java")).resolve("Example.java");
		Files.writeString(source, imports + "\npublic class Example { public static ImagePlus run() throws Exception {" + body +
			"\nreturn result; } }\n");
		assertEquals(0, ToolProvider.getSystemJavaCompiler().run(null, null, null, "-proc:none", "-cp", System.getProperty(
			"java.class.path"), "-d", source.getParent().toString(), source.toString()));
		try (URLClassLoader loader = new URLClassLoader(new URL[] { source.getParent().toUri().toURL() })) {
			assertArrayEquals(expected("crowded"), pixels((ImagePlus) loader.loadClass("Example").getMethod("run").invoke(null)));
		}
	}

	@Test
	void theSegmenterTakesOneImageAfterAnother() throws Exception {
		final List<?> counts = (List<?>) run("groovy", examples("groovy").get(1));
		// As many as the generator drew in the first, see sample-data/README.md; fewer than 30 pixels are no object.
		assertEquals(48, ((Number) counts.get(0)).intValue());
		final String[] names = { "crowded", "bright", "dim" };
		for (int i = 0; i < names.length; i++) {
			final Map<Integer, Long> sizes = Arrays.stream(expected(names[i])).filter(label -> label > 0).boxed().collect(
				Collectors.groupingBy(label -> label, Collectors.counting()));
			assertEquals(sizes.values().stream().filter(size -> size >= 30).count(), ((Number) counts.get(i)).longValue(),
				names[i]);
		}
	}

	@Test
	@SuppressWarnings("unchecked")
	void theServiceSegmentsLikeTheCommand() throws Exception {
		final RandomAccessibleInterval<? extends IntegerType<?>> labels =
			(RandomAccessibleInterval<? extends IntegerType<?>>) run("groovy", examples("groovy").get(2));
		final int[] expected = expected("dim");
		final RandomAccess<? extends IntegerType<?>> access = labels.randomAccess();
		final int width = (int) labels.dimension(0);
		for (int i = 0; i < expected.length; i++) assertEquals(expected[i], access.setPositionAndGet(i % width, i / width)
			.getInteger());
	}

	@Test
	void trainingGivesAModelWhoseLabelsAreScored() throws Exception {
		final EvaluationTable scores = (EvaluationTable) run("groovy", examples("groovy").get(3));
		// Two steps do not spoil the model that they start from.
		assertTrue(scores.value(0, "dice") > 0.8, scores.rows().toString());
	}

	@Test
	void pythonCallsTheSameClasses() throws IOException, InterruptedException {
		final String python = System.getenv("RWKV_SSS_PYTHON");
		assumeTrue(python != null && new ProcessBuilder(python, "-c", "import jpype, numpy").redirectErrorStream(true).start()
			.waitFor() == 0, "RWKV_SSS_PYTHON names no Python with JPype and NumPy");
		final Path script = folder.resolve("example.py");
		Files.writeString(script, examples("python jpype").get(0));
		final Process process = new ProcessBuilder(python, script.toString(), System.getProperty("java.class.path"))
			.redirectErrorStream(true).start();
		final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		assertEquals(0, process.waitFor(), said);
		assertTrue(said.endsWith("1 1 0"), said);
	}
}
