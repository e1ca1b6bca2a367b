package io.github.rwkvsss.command;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.bench.BiWkvBench;
import io.github.rwkvsss.bench.CancelBench;
import io.github.rwkvsss.bench.NetworkBench;
import io.github.rwkvsss.bench.VolumeBench;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.Threads;

/** Times an operation or a network on this machine, as CSV. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Benchmark", description = "Times an operation or a network on this machine, as CSV.", menu = { @Menu(
		label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Benchmark", weight = 10) })
public final class BenchCommand extends ComputingCommand {

	@Parameter(label = "Operation", description = "Operation to time in all its implementations, instead of a network.",
		choices = { "none", "bi_wkv" }, persist = false)
	private String op = "none";

	@Parameter(label = "Network", description = "Network to time in its fused and its op-by-op implementation.", choices = {
		"none", "tiny", "base", "draft", "unet" }, persist = false)
	private String network = "tiny";

	@Parameter(label = "Size",
		description = "Edge of the image in pixels that the network is timed on, or that is segmented and canceled.", min = "1",
		max = "8192", persist = false)
	private int size = 512;

	@Parameter(label = "Dimensions", description = TrainingCommand.DIMENSIONS, min = "2", max = "3", persist = false)
	private int dimensions = 2;

	@Parameter(label = "Volume",
		description = "Width, height and slices of a drawn CT volume to segment with the network, such as 512x512x300; empty for none.",
		required = false, persist = false)
	private String volume = "";

	@Parameter(label = "Classes", description = "Classes of the network that segments the volume.", min = "2", max = "255",
		persist = false)
	private int classes = 5;

	@Parameter(label = "Tile", description = "Tile size of the volume in voxels (0 = automatic).", min = "0", persist = false)
	private int tile;

	@Parameter(label = "Threads", description = "Numbers of threads to time with, such as 1 or 1,2.", persist = false)
	private String threads = "1";

	@Parameter(label = "Quick", description = "Time the operation at B=4, T=1024, C=128 only.", persist = false)
	private boolean quick;

	@Parameter(label = "Time of a cancel",
		description = "Measures the delay of a cancel in segmenting, training and a batch, instead of an operation or a network.",
		required = false, persist = false)
	private boolean cancel;

	@Parameter(type = ItemIO.OUTPUT, label = "Table")
	private String table;

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		final List<Integer> counts = counts();
		if (cancel) {
			if (device.startsWith("cuda")) throw new IllegalArgumentException(
				"the time of a cancel is measured on the CPU alone; leave device at auto");
			final StringBuilder text = new StringBuilder(load());
			for (final int count : counts) text.append(CancelBench.run(size, count, progress, cancellation));
			table = text.toString();
			return;
		}
		if (op.equals("none") && network.equals("none")) throw new IllegalArgumentException(
			"give either op=bi_wkv or network=base, whichever is to be timed");
		final ComputeDevice computing = ChosenDevice.of(device, this::notice);
		if (!op.equals("none")) {
			table = load() + new BiWkvBench(counts, quick, computing).run(progress, cancellation);
			return;
		}
		final StringBuilder text = new StringBuilder(load());
		if (!volume.isBlank()) {
			for (final int count : counts) text.append(VolumeBench.run(NetworkConfig.preset(network, 3, 1, classes), extents(),
				tile, count, computing, progress, cancellation));
			table = text.toString();
			return;
		}
		for (final int count : counts) {
			cancellation.check();
			text.append(NetworkBench.run(NetworkConfig.preset(network, dimensions, 1, 2), size, count, computing));
		}
		table = text.toString();
	}

	/** Figures from a busy machine are worth little: say so beside them. */
	private static String load() {
		final double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
		return load < 0 ? "" : String.format(Locale.ROOT, "# load of the machine before: %.1f on %d processors%n", load, Threads
			.processors());
	}

	private List<Integer> extents() {
		try {
			return Arrays.stream(volume.split("x", -1)).map(String::strip).map(Integer::valueOf).toList();
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException("volume \"" + volume + "\" is not a size; write for instance 512x512x300", e);
		}
	}

	private List<Integer> counts() {
		final String refusal = "threads \"" + threads + "\" is not a list of whole numbers from 1; write for instance 1,2";
		try {
			final List<Integer> counts = Arrays.stream(threads.split(",", -1)).map(String::strip).map(Integer::valueOf).toList();
			if (counts.stream().allMatch(count -> count >= 1)) return counts;
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(refusal, e);
		}
		throw new IllegalArgumentException(refusal);
	}
}
