package io.github.rwkvsss.spark;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A standalone cluster on the loopback address: a master and workers, each a Java of its own, from the test's class path. */
final class LoopbackCluster implements AutoCloseable {

	private final List<Process> processes = new ArrayList<>();
	private final Path folder;
	private final String master;

	LoopbackCluster(final Path folder, final int workers) throws IOException {
		this(folder, Collections.nCopies(workers, "127.0.0.1"));
	}

	/** @param hosts an address of this machine for each worker: Spark copies no task onto the host where it runs */
	LoopbackCluster(final Path folder, final List<String> hosts) throws IOException {
		this.folder = folder;
		final int port;
		try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			port = free.getLocalPort();
		}
		master = "spark://127.0.0.1:" + port;
		// NB: a folder of jars is asked for; executors get their classes by the class path of spark.executor.extraClassPath.
		Files.createDirectories(folder.resolve("home/jars"));
		start("127.0.0.1", "master.Master", "ALIVE", "--host", "127.0.0.1", "--port", String.valueOf(port), "--webui-port", "0");
		for (int i = 0; i < hosts.size(); i++) start(hosts.get(i), "worker.Worker", "Successfully registered with master", "--host", hosts.get(i),
			"--webui-port", "0", "--cores", "1", "--memory", "2g", "--work-dir", folder.resolve("work" + i).toString(), master);
	}

	/** @return its address, such as spark://127.0.0.1:4711 */
	String address() {
		return master;
	}

	private void start(final String host, final String program, final String ready, final String... args) throws IOException {
		final List<String> words = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
			"-Xmx256m", "-cp", System.getProperty("java.class.path"), "org.apache.spark.deploy." + program));
		words.addAll(List.of(args));
		final ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
		builder.environment().putAll(Map.of("SPARK_HOME", folder.resolve("home").toString(), "SPARK_LOCAL_IP", host,
			"SPARK_SCALA_VERSION", "2.13"));
		builder.environment().remove("SPARK_MASTER_HOST");
		final Process process = builder.start();
		processes.add(process);
		final BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
		final List<String> all = new ArrayList<>();
		for (String line = said.readLine(); ; line = said.readLine()) {
			if (line == null) throw new IOException(program + " ended: " + String.join("\n", all));
			all.add(line);
			if (line.contains(ready)) break;
		}
		final Thread rest = new Thread(() -> said.lines().forEach(line -> {}), "reads what " + program + " says");
		rest.setDaemon(true);
		rest.start();
	}

	/** Kills one executor as the system would for want of memory. @return whether there was one */
	boolean killAnExecutor() {
		for (final Process process : processes) {
			final List<ProcessHandle> children = process.descendants().toList();
			if (children.isEmpty()) continue;
			children.forEach(ProcessHandle::destroyForcibly);
			return true;
		}
		return false;
	}

	@Override
	public void close() {
		for (int i = processes.size() - 1; i >= 0; i--) {
			processes.get(i).descendants().forEach(ProcessHandle::destroyForcibly);
			processes.get(i).destroyForcibly();
		}
	}
}
