package io.github.rwkvsss.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import groovy.lang.GroovyShell;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts for clusters, run by a stand-in for the scheduler: what they would call, task by task. */
class ClusterScriptsTest {

	@TempDir
	private Path folder;

	@BeforeEach
	void onlyWhereThereIsBash() {
		Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "skipped: there is no /bin/bash");
	}

	/** @return what was called, a line each */
	private String call(final Map<String, String> environment, final String... command) throws IOException,
		InterruptedException
	{
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().putAll(environment);
		final Process process = builder.start();
		final String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertEquals(0, process.waitFor(), out);
		return out.strip();
	}

	private List<String> array(final String script, final Map<String, String> environment) throws IOException,
		InterruptedException
	{
		final List<String> calls = new ArrayList<>();
		for (int task = 1; task <= 3; task++) {
			final Map<String, String> all = new java.util.HashMap<>(environment);
			all.putAll(Map.of("RWKV_SSS", "echo rwkv", "SLURM_ARRAY_TASK_ID", Integer.toString(task), "SLURM_ARRAY_TASK_COUNT",
				"3"));
			calls.add(call(all, "/bin/bash", "docs/cluster/" + script));
		}
		return calls;
	}

	@Test
	void everyTaskOfAnArrayIsAShardOfTheFolder() throws IOException, InterruptedException {
		assertEquals(List.of(1, 2, 3).stream().map(k -> "rwkv batch images=/a b output=/c model=nuclei-2d table=true shard=" +
			k + "/3 diameter=20").toList(), array("slurm-batch.sh", Map.of("IMAGES", "/a b", "OUTPUT", "/c", "OPTIONS",
				"diameter=20")));
	}

	@Test
	void everyTaskOfAnArrayIsAShardOfTheImage() throws IOException, InterruptedException {
		assertEquals(List.of(1, 2, 3).stream().map(
			k -> "rwkv segment_large image=/s.ome.zarr output=/l.tif model=nuclei-2d table=true memory=700 shard=" + k + "/3")
			.toList(), array("slurm-large.sh", Map.of("IMAGE", "/s.ome.zarr", "OUTPUT", "/l.tif")));
	}

	/** Nextflow's language is Groovy's grammar: it parses, and its scripts are run as Nextflow would fill them in. */
	@Test
	void theProcessesOfNextflowCallShardsAndJoin() throws IOException, InterruptedException {
		final String text = Files.readString(Path.of("docs/cluster/large.nf"));
		new GroovyShell().parse(text.replaceAll("(?s)workflow \\{.*", ""));
		final Matcher scripts = Pattern.compile("(?s)process (\\w+) \\{.*?\"\"\"(.*?)\"\"\"").matcher(text);
		final List<String> calls = new ArrayList<>();
		while (scripts.find()) {
			final Path script = folder.resolve(scripts.group(1) + ".sh");
			Files.writeString(script, scripts.group(2).replace("${params.rwkvsss}", "echo rwkv").replace("${params.image}",
				"/s.tif").replace("${params.output}", "/l.tif").replace("${params.model}", "m").replace("${params.memory}", "700")
				.replace("${index}", "2").replace("${params.shards}", "4").replace("${params.options}", ""));
			calls.add(call(Map.of(), "/bin/bash", "-eu", script.toString()));
		}
		assertEquals(2, calls.size());
		assertTrue(calls.get(0).replaceAll("\\s+", " ").startsWith(
			"rwkv segment_large image=/s.tif output=/l.tif model=m memory=700 table=true shard=2/4"), calls.get(0));
		assertEquals("rwkv join output=/l.tif", calls.get(1));
	}
}
