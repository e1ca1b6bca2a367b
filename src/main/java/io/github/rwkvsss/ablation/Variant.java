package io.github.rwkvsss.ablation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

import io.github.rwkvsss.network.DenseConvolutions;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.NetworkDesign;
import io.github.rwkvsss.network.NetworkDesign.Branches;
import io.github.rwkvsss.network.NetworkDesign.Direction;
import io.github.rwkvsss.network.NetworkDesign.Mixture;
import io.github.rwkvsss.network.NetworkDesign.Pooling;
import io.github.rwkvsss.network.NetworkDesign.Sequences;
import io.github.rwkvsss.network.NetworkDesign.Shift;
import io.github.rwkvsss.network.NetworkDesign.Upsampling;
import io.github.rwkvsss.scan.ScanCurve;

/** A network of which one part is replaced, made from the configuration of the whole one. */
public enum Variant {

		/** The network that all others are compared with. */
		FULL("the network as its preset says", (base, cost) -> base),
		/** Without RWKV-SSS blocks, as many operations in wider convolutions over all channels. */
		CONVOLUTIONS_OPERATIONS("no RWKV-SSS block, wider convolutions with as many operations", (base, cost) -> cost
			.byOperations(convolutional(base), base)),
		/** A U-Net of as many operations. */
		UNET_OPERATIONS("U-Net of as many operations", (base, cost) -> cost.byOperations(unet(base), base)),
		/** A U-Net of as many parameters. */
		UNET_PARAMETERS("U-Net of as many parameters", (base, cost) -> cost.byParameters(unet(base), base)),
		/** Nothing in the place of the blocks. */
		NO_BLOCKS("no RWKV-SSS block, nothing in its place", (base, cost) -> base.withoutBlocks()),
		/** Blocks without their branches. */
		NO_ATTENTION("blocks without their branches", (base, cost) -> with(base, design -> design.with(Branches.NONE))),
		/** The global branch alone. */
		GLOBAL_ONLY("blocks with the global branch alone", (base, cost) -> with(base, design -> design.with(Branches.GLOBAL))),
		/** The local branch alone. */
		LOCAL_ONLY("blocks with the local branch alone", (base, cost) -> with(base, design -> design.with(Branches.LOCAL))),
		/** The plain mean of the values. */
		MEAN("the plain mean of v in place of WKV", (base, cost) -> with(base, design -> design.with(Mixture.MEAN))),
		/** No decay. */
		NO_DECAY("decay w fixed at 0", (base, cost) -> with(base, design -> design.with(Mixture.WKV_WITHOUT_DECAY))),
		/** Another scan. */
		DIAGONAL("diagonal scan", (base, cost) -> base.withScan(ScanCurve.DIAGONAL)),
		/** Another scan. */
		SNAKE("snake scan", (base, cost) -> base.withScan(ScanCurve.SNAKE)),
		/** Another scan. */
		RASTER("raster scan", (base, cost) -> base.withScan(ScanCurve.RASTER)),
		/** Paths that are not turned from block to block. */
		FIXED_DIRECTION("scan not turned from block to block", (base, cost) -> with(base, design -> design.with(
			Direction.FIXED))),
		/** The plain shift. */
		PLAIN_SHIFT("plain Q-shift in place of the dynamic one", (base, cost) -> with(base, design -> design.with(
			Shift.PLAIN))),
		/** No shift. */
		NO_SHIFT("no Q-shift", (base, cost) -> with(base, design -> design.with(Shift.NONE))),
		/** A token for each pixel. */
		FULL_RESOLUTION("a token for each pixel in place of each window", (base, cost) -> with(base, design -> design
			.withTokenGrid(NetworkDesign.EVERY_PIXEL))),
		/** At least 16 x 16 tokens. */
		GRID_16("at least 16 tokens per axis", (base, cost) -> with(base, design -> design.withTokenGrid(16))),
		/** Learned pooling. */
		LEARNED_POOLING("learned depthwise pooling in place of the mean", (base, cost) -> with(base, design -> design.with(
			Pooling.LEARNED))),
		/** At least 16 x 16 tokens by learned pooling. */
		GRID_16_LEARNED("at least 16 tokens per axis, learned depthwise pooling", (base, cost) -> with(base, design -> design
			.withTokenGrid(16).with(Pooling.LEARNED))),
		/** Along the axes. */
		AXIAL("sequences along rows and columns in place of the curve", (base, cost) -> with(base, design -> design.with(
			Sequences.AXIAL))),
		/** Linear upsampling. */
		BILINEAR("linear interpolation in place of DySample", (base, cost) -> with(base, design -> design.with(
			Upsampling.LINEAR))),
		/** Upsampling by a transposed convolution. */
		TRANSPOSED("transposed convolution in place of DySample", (base, cost) -> with(base, design -> design.with(
			Upsampling.TRANSPOSED))),
		/** The narrow local window at every stage. */
		WINDOWS_2("local window a quarter of the global one (2) at every stage", (base, cost) -> base.withEarlyStages(4)),
		/** The wide local window at every stage. */
		WINDOWS_4("local window half of the global one (4) at every stage", (base, cost) -> base.withEarlyStages(0)),
		/** No convolutions over all channels. */
		NO_DENSE("no convolutions over all channels beside the blocks", (base, cost) -> base.withConvolutions(
			DenseConvolutions.NONE)),
		/** Convolutions over all channels. */
		DENSE("two convolutions over all channels at stages 1 and 2, in stem and decoder", (base, cost) -> base
			.withConvolutions(new DenseConvolutions(0, 2, 2, 2, 2)));

	private final String words;
	private final BiFunction<NetworkConfig, EqualCost, NetworkConfig> change;

	Variant(final String words, final BiFunction<NetworkConfig, EqualCost, NetworkConfig> change) {
		this.words = words;
		this.change = change;
	}

	/** @return its name as it is written in commands and tables, such as {@code no-decay} */
	public String title() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** @return what it is, in a few words */
	public String words() {
		return words;
	}

	/**
	 * @param base configuration of the whole network
	 * @param cost finds widths of equal cost
	 * @return configuration of this variant
	 */
	public NetworkConfig of(final NetworkConfig base, final EqualCost cost) {
		return change.apply(base, cost);
	}

	/** @return all titles, in the order of tables */
	public static List<String> titles() {
		return Arrays.stream(values()).map(Variant::title).toList();
	}

	/**
	 * @param text titles with commas between; "all" for all
	 * @return the variants, in this order, each once
	 * @throws IllegalArgumentException in one sentence if there is none of that title
	 */
	public static List<Variant> listed(final String text) {
		if (text.strip().equals("all")) return List.of(values());
		final List<Variant> listed = new ArrayList<>();
		for (final String part : text.split(",", -1)) {
			final Variant variant = titled(part.strip());
			if (!listed.contains(variant)) listed.add(variant);
		}
		return List.copyOf(listed);
	}

	/**
	 * @param title of a variant
	 * @throws IllegalArgumentException in one sentence if there is none of that title
	 */
	public static Variant titled(final String title) {
		return Arrays.stream(values()).filter(variant -> variant.title().equals(title)).findFirst().orElseThrow(
			() -> new IllegalArgumentException("there is no variant \"" + title + "\"; choose of all, " + Arrays.stream(values())
				.map(Variant::title).collect(Collectors.joining(", "))));
	}

	private static NetworkConfig with(final NetworkConfig base, final UnaryOperator<NetworkDesign> other) {
		return base.withDesign(other.apply(base.design()));
	}

	private static NetworkConfig unet(final NetworkConfig base) {
		return NetworkConfig.preset("unet", base.dimensions(), base.inputChannels(), base.classes());
	}

	/** Residual convolutions where blocks were, also in a network that has none beside them. */
	private static NetworkConfig convolutional(final NetworkConfig base) {
		final DenseConvolutions own = base.convolutions();
		return base.withoutBlocks().withConvolutions(new DenseConvolutions(own.halfWidth(), own.stem(), own.half(), 3, Math.max(
			own.stages() == 0 ? 2 : 1, own.perStage())));
	}
}
