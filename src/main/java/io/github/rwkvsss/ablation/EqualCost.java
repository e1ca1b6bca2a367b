package io.github.rwkvsss.ablation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

import io.github.rwkvsss.bench.NetworkCost;
import io.github.rwkvsss.network.Architecture;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.SegmentationNetwork;

/** Finds the widths with which a network costs as much as another one, or just less. */
public final class EqualCost {

	/** Factors of the widths are looked for in steps of this. */
	private static final int PARTS = 32;
	/** A network of more than this times its own widths is not looked for. */
	private static final int WIDEST = 16 * PARTS;

	private final int[] extents;
	private final Map<NetworkConfig, Long> operations = new HashMap<>();
	private final Map<NetworkConfig, Long> parameters = new HashMap<>();

	/** @param extents of the image that operations are counted for, slowest first */
	public EqualCost(final int... extents) {
		this.extents = extents.clone();
	}

	/** @return multiply-accumulate operations of a forward pass over one image */
	public long operations(final NetworkConfig config) {
		return operations.computeIfAbsent(config, network -> NetworkCost.macs(network, extents));
	}

	/** @return trained values */
	public long parameters(final NetworkConfig config) {
		return parameters.computeIfAbsent(config, network -> {
			try (SegmentationNetwork built = SegmentationNetwork.build(network, 1)) {
				return built.weights().parameterCount();
			}
		});
	}

	/**
	 * @param shape network whose widths are to be changed
	 * @param like network to be as costly as
	 * @return the shape with widths of which it has as many operations, or as little less as whole widths allow
	 */
	public NetworkConfig byOperations(final NetworkConfig shape, final NetworkConfig like) {
		return fit(shape, operations(like), this::operations);
	}

	/** As {@link #byOperations}, by the number of parameters. */
	public NetworkConfig byParameters(final NetworkConfig shape, final NetworkConfig like) {
		return fit(shape, parameters(like), this::parameters);
	}

	/** Widens all stages by one factor as far as it goes, then single ones, the widest step that still fits first. */
	private static NetworkConfig fit(final NetworkConfig shape, final long most, final ToLongFunction<NetworkConfig> cost) {
		int low = 1;
		int high = PARTS;
		while (high < WIDEST && cost.applyAsLong(scaled(shape, high)) <= most) {
			low = high;
			high *= 2;
		}
		while (high - low > 1) {
			final int middle = (low + high) / 2;
			if (cost.applyAsLong(scaled(shape, middle)) <= most) low = middle;
			else high = middle;
		}
		NetworkConfig best = scaled(shape, low);
		for (NetworkConfig next = best; next != null; next = wider(best, most, cost)) best = next;
		return best;
	}

	/** @return the network with the one stage a step wider that brings it nearest; null if none fits */
	private static NetworkConfig wider(final NetworkConfig config, final long most,
		final ToLongFunction<NetworkConfig> cost)
	{
		NetworkConfig nearest = null;
		for (int i = 0; i < config.widths().size(); i++) {
			final List<Integer> widths = new ArrayList<>(config.widths());
			widths.set(i, widths.get(i) + step(config));
			final NetworkConfig next = config.withWidths(widths);
			final long reached = cost.applyAsLong(next);
			if (reached <= most && (nearest == null || reached > cost.applyAsLong(nearest))) nearest = next;
		}
		return nearest;
	}

	private static NetworkConfig scaled(final NetworkConfig shape, final int parts) {
		final int step = step(shape);
		return shape.withWidths(shape.widths().stream().map(width -> Math.max(step, (int) ((long) width * parts / PARTS /
			step) * step)).toList());
	}

	private static int step(final NetworkConfig config) {
		return config.architecture() == Architecture.UNET ? 2 : 8;
	}
}
