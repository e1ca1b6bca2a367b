package io.github.rwkvsss.network;

import java.util.List;
import java.util.Locale;

import io.github.rwkvsss.scan.ScanCurve;

/**
 * Everything from which a network is built again; saved with its weights. Immutable.
 *
 * @param architecture which network
 * @param dimensions spatial axes, 2 or 3
 * @param inputChannels channels of the image, at least 1
 * @param classes channels of the logits, at least 2
 * @param widths channels of the stages at 1/4, 1/8 and, where there are so many, 1/16 and 1/32 of the input (of a U-Net:
 *          of its levels)
 * @param encoderBlocks RWKV-SSS blocks of each stage
 * @param decoderBlocks RWKV-SSS blocks of each stage of the decoder, the coarsest first: of four stages at 1/16, 1/8, 1/4
 * @param stemStride the stem's stride per axis, slowest first, each 1, 2 or 4; see {@link StemStride}
 * @param globalWindow window edge of the global branch, in features (draft equation 4: 8; in volumes 4, which gives a
 *          token as many of them)
 * @param earlyStages stages i* up to which the local window is a quarter of the global one, afterwards a half
 * @param scan family of the scan orders
 * @param onPathShare share of the channels that the dynamic shift takes from the path's neighbours, 0 to 1
 * @param bonusOverLength whether u is divided by T, as published code does and the draft does not
 * @param decayLength sequence length that w is divided by; 0 for the sequence's own T
 * @param sampleGroups channel groups of a DySample
 * @param headWidth channels of the full-resolution maps
 * @param mixRate hidden channels of a channel mix per channel
 * @param convolutions over all channels, beside the blocks; null, as in files of before they were, for none
 * @param design where it departs from the drafts' reading; null, as in files of before it was, for nowhere
 */
public record NetworkConfig(Architecture architecture, int dimensions, int inputChannels, int classes, List<Integer> widths,
	List<Integer> encoderBlocks, List<Integer> decoderBlocks, List<Integer> stemStride, int globalWindow, int earlyStages,
	ScanCurve scan, double onPathShare, boolean bonusOverLength, int decayLength, int sampleGroups, int headWidth,
	int mixRate, DenseConvolutions convolutions, NetworkDesign design)
{

	/** Checks all ranges. */
	public NetworkConfig {
		// NB: what a file names and this version does not know arrives here as null.
		check(architecture != null, "architecture", "unknown", "one of " + List.of(Architecture.values()));
		check(scan != null, "scan", "unknown", "one of " + List.of(ScanCurve.values()));
		widths = List.copyOf(widths);
		encoderBlocks = List.copyOf(encoderBlocks);
		decoderBlocks = List.copyOf(decoderBlocks);
		stemStride = List.copyOf(stemStride);
		check(dimensions == 2 || dimensions == 3, "dimensions", dimensions, "2 or 3");
		check(inputChannels >= 1, "inputChannels", inputChannels, "at least 1");
		check(classes >= 2, "classes", classes, "at least 2");
		final int step = architecture == Architecture.UNET ? 2 : 8;
		check(widths.stream().allMatch(w -> w >= step && w % step == 0), "widths", widths, "multiples of " + step);
		check(stemStride.size() == dimensions && stemStride.stream().allMatch(s -> s == 1 || s == 2 || s == 4), "stemStride",
			stemStride, "1, 2 or 4 for each axis");
		check(stemStride.get(dimensions - 1).equals(stemStride.get(dimensions - 2)) && stemStride.get(0) <= stemStride.get(1),
			"stemStride", stemStride, "alike for rows and columns, and no more for slices");
		check(globalWindow >= 4 && globalWindow % 4 == 0, "globalWindow", globalWindow, "a multiple of 4");
		check(onPathShare >= 0 && onPathShare <= 1, "onPathShare", onPathShare, "0 to 1");
		check(decayLength >= 0, "decayLength", decayLength, "0 or a sequence length");
		check(sampleGroups >= 1, "sampleGroups", sampleGroups, "at least 1");
		check(headWidth >= 4 && headWidth % sampleGroups == 0, "headWidth", headWidth, "a multiple of sampleGroups = " +
			sampleGroups);
		check(mixRate >= 1, "mixRate", mixRate, "at least 1");
		convolutions = convolutions == null ? DenseConvolutions.NONE : convolutions;
		design = design == null ? NetworkDesign.DRAFTS : design;
		check(convolutions.halfWidth() % sampleGroups == 0, "convolutions.halfWidth", convolutions.halfWidth(),
			"a multiple of sampleGroups = " + sampleGroups);
		check(!widths.isEmpty(), "widths", widths, "at least one");
		check(encoderBlocks.stream().allMatch(n -> n >= 0) && decoderBlocks.stream().allMatch(n -> n >= 0), "blocks",
			encoderBlocks + " and " + decoderBlocks, "0 or more each");
		if (architecture == Architecture.RWKV_SSS) {
			check(widths.size() >= 2 && widths.size() <= 4, "widths", widths, "two to four stages");
			check(encoderBlocks.size() == widths.size(), "encoderBlocks", encoderBlocks, "a number for each stage");
			check(decoderBlocks.size() == widths.size() - 1, "decoderBlocks", decoderBlocks,
				"a number for each stage but the last");
		}
	}

	/**
	 * @param preset "tiny" or "base", "draft" for what the drafts describe: 64 channels after the stem, no convolutions over
	 *          all channels
	 * @param dimensions 2 or 3
	 * @param inputChannels channels of the image
	 * @param classes channels of the logits
	 * @return the named RWKV-SSS, or, for "unet", the U-Net that "tiny" is compared with
	 * @throws IllegalArgumentException if there is no such preset
	 */
	public static NetworkConfig preset(final String preset, final int dimensions, final int inputChannels,
		final int classes)
	{
		final boolean volume = dimensions == 3;
		final List<Integer> blocksTiny = List.of(1, 1, 2, 1);
		switch (preset.toLowerCase(Locale.ROOT)) {
			case "tiny":
				return rwkv(dimensions, inputChannels, classes, List.of(32, 64, 128, 224), blocksTiny, new DenseConvolutions(volume
					? 0 : 32, 2, 2, 2, 2));
			case "draft":
				// The drafts: a stem to C0 = 64 channels, doubled at each stage.
				return rwkv(dimensions, inputChannels, classes, List.of(64, 128, 256, 512), blocksTiny, DenseConvolutions.NONE);
			case "base":
				return rwkv(dimensions, inputChannels, classes, volume ? List.of(48, 96, 192, 384) : List.of(64, 128, 256, 512),
					volume ? List.of(1, 2, 4, 2) : List.of(1, 2, 6, 2), DenseConvolutions.NONE);
			case "unet":
				// In volumes the depth that nnU-Net plans for the hippocampus (Isensee et al. 2021), at half its width.
				return builder(Architecture.UNET, dimensions).inputChannels(inputChannels).classes(classes).widths(volume ? List.of(
					16, 32, 64, 128) : List.of(16, 32, 64, 128, 256)).encoderBlocks(List.of()).decoderBlocks(List.of()).stemStride(
						volume ? List.of(1, 1, 1) : List.of(1, 1)).globalWindow(8).build();
			default:
				throw new IllegalArgumentException("there is no preset \"" + preset + "\"; choose tiny, base, draft or unet");
		}
	}

	private static NetworkConfig rwkv(final int dimensions, final int inputChannels, final int classes,
		final List<Integer> widths, final List<Integer> blocks, final DenseConvolutions convolutions)
	{
		return builder(Architecture.RWKV_SSS, dimensions).inputChannels(inputChannels).classes(classes).widths(widths)
			.encoderBlocks(blocks).convolutions(convolutions).build();
	}

	/**
	 * @param architecture which network
	 * @param dimensions 2 or 3
	 * @return a builder that begins with what the presets share: one channel, two classes, four stages of one block
	 */
	public static Builder builder(final Architecture architecture, final int dimensions) {
		return new Builder(architecture, dimensions);
	}

	/** @return a builder that begins with this configuration */
	public Builder toBuilder() {
		return new Builder(this);
	}

	/** @return this configuration with another scan */
	public NetworkConfig withScan(final ScanCurve other) {
		return toBuilder().scan(other).build();
	}

	/** @return this configuration with other convolutions beside the blocks */
	public NetworkConfig withConvolutions(final DenseConvolutions other) {
		return toBuilder().convolutions(other).build();
	}

	/** @return this configuration with another number of classes */
	public NetworkConfig withClasses(final int other) {
		return toBuilder().classes(other).build();
	}

	/** @return this configuration for images of another number of channels */
	public NetworkConfig withInputChannels(final int other) {
		return new NetworkConfig(architecture, dimensions, other, classes, widths, encoderBlocks, decoderBlocks, stemStride,
			globalWindow, earlyStages, scan, onPathShare, bonusOverLength, decayLength, sampleGroups, headWidth, mixRate,
			convolutions, design);
	}

	/** @return this configuration with another stem stride, slowest axis first */
	public NetworkConfig withStemStride(final List<Integer> other) {
		return toBuilder().stemStride(other).build();
	}

	/** @return this configuration with other widths of the stages, each a multiple of 8, of a U-Net's levels of 2 */
	public NetworkConfig withWidths(final List<Integer> other) {
		return toBuilder().widths(other).build();
	}

	/** @return this configuration without any RWKV-SSS block */
	public NetworkConfig withoutBlocks() {
		return toBuilder().encoderBlocks(encoderBlocks.stream().map(n -> 0).toList()).decoderBlocks(decoderBlocks.stream().map(
			n -> 0).toList()).build();
	}

	/** @return this configuration with narrow local windows up to another stage, 0 to 4, see {@link #earlyStages} */
	public NetworkConfig withEarlyStages(final int other) {
		return toBuilder().earlyStages(other).build();
	}

	/** @return this configuration with another design */
	public NetworkConfig withDesign(final NetworkDesign other) {
		return toBuilder().design(other).build();
	}

	/** @return channels of the features at half resolution */
	int halfChannels() {
		return convolutions.halfWidth() == 0 ? widths.get(0) / 2 : convolutions.halfWidth();
	}

	/** @return pixels per axis of which an image's size is made a multiple, by padding inside the network */
	public int[] stride() {
		return stemStride.stream().mapToInt(s -> s << widths.size() - 1).toArray();
	}

	/**
	 * @return a number that the network's weights exceed, counted without building it; many times this memory is not taken
	 */
	public long leastWeights() {
		final boolean unet = architecture == Architecture.UNET;
		final double half = unet ? 0 : halfChannels();
		final double kernel = dimensions == 3 ? 27 : 9;
		double least = kernel * inputChannels * widths.get(0) + (unet ? widths.get(0).doubleValue() : kernel * Math.min(half,
			headWidth)) * classes + kernel * half * half * ((double) convolutions.stem() + convolutions.half());
		for (int i = 0; i < widths.size(); i++) {
			final double square = (double) widths.get(i) * widths.get(i);
			if (unet) least += kernel * square;
			else {
				if (i > 0) least += kernel * widths.get(i - 1) * widths.get(i);
				// Two spatial mixes of four matrices at most, a channel mix of three.
				final double blocks = (double) encoderBlocks.get(i) + (i < widths.size() - 1 ? decoderBlocks.get(widths.size() - 2 -
					i) : 0);
				least += blocks * square * (design.branchCount() * design.matrices() + 1 + 2.0 * mixRate);
				if (i < convolutions.stages()) least += kernel * square * convolutions.perStage();
			}
		}
		return (long) least;
	}

	private static void check(final boolean valid, final String name, final Object got, final String wanted) {
		if (!valid) throw new IllegalArgumentException("network configuration: " + name + " is " + got + ", but must be " +
			wanted);
	}

	/** Collects a configuration; what is not set stays as it was. */
	public static final class Builder {

		private final Architecture architecture;
		private final int dimensions;
		private int inputChannels = 1;
		private int classes = 2;
		private List<Integer> widths = List.of(32, 64, 128, 224);
		private List<Integer> encoderBlocks = List.of(1, 1, 1, 1);
		private List<Integer> decoderBlocks = List.of(1, 1, 0);
		private List<Integer> stemStride;
		private int globalWindow;
		private int earlyStages = 2;
		private ScanCurve scan = ScanCurve.HILBERT;
		private double onPathShare = 0.25;
		private boolean bonusOverLength;
		private int decayLength;
		private int sampleGroups = 4;
		private int headWidth = 16;
		private int mixRate = 2;
		private DenseConvolutions convolutions = DenseConvolutions.NONE;
		private NetworkDesign design = NetworkDesign.DRAFTS;

		private Builder(final Architecture architecture, final int dimensions) {
			this.architecture = architecture;
			this.dimensions = dimensions;
			stemStride = dimensions == 3 ? List.of(2, 4, 4) : List.of(4, 4);
			globalWindow = dimensions == 3 ? 4 : 8;
		}

		private Builder(final NetworkConfig from) {
			architecture = from.architecture;
			dimensions = from.dimensions;
			inputChannels = from.inputChannels;
			classes = from.classes;
			widths = from.widths;
			encoderBlocks = from.encoderBlocks;
			decoderBlocks = from.decoderBlocks;
			stemStride = from.stemStride;
			globalWindow = from.globalWindow;
			earlyStages = from.earlyStages;
			scan = from.scan;
			onPathShare = from.onPathShare;
			bonusOverLength = from.bonusOverLength;
			decayLength = from.decayLength;
			sampleGroups = from.sampleGroups;
			headWidth = from.headWidth;
			mixRate = from.mixRate;
			convolutions = from.convolutions;
			design = from.design;
		}

		/** @param value channels of the image, at least 1 */
		public Builder inputChannels(final int value) {
			inputChannels = value;
			return this;
		}

		/** @param value channels of the logits, at least 2 */
		public Builder classes(final int value) {
			classes = value;
			return this;
		}

		/**
		 * @param value channels of the stages at 1/4, 1/8 and, where there are so many, 1/16 and 1/32 of the input (of
		 *          a U-Net: of its levels)
		 */
		public Builder widths(final List<Integer> value) {
			widths = value;
			return this;
		}

		/** @param value RWKV-SSS blocks of each stage */
		public Builder encoderBlocks(final List<Integer> value) {
			encoderBlocks = value;
			return this;
		}

		/**
		 * @param value RWKV-SSS blocks of each stage of the decoder, the coarsest first: of four stages at 1/16, 1/8,
		 *          1/4
		 */
		public Builder decoderBlocks(final List<Integer> value) {
			decoderBlocks = value;
			return this;
		}

		/** @param value the stem's stride per axis, slowest first, each 1, 2 or 4; see {@link StemStride} */
		public Builder stemStride(final List<Integer> value) {
			stemStride = value;
			return this;
		}

		/**
		 * @param value window edge of the global branch, in features (draft equation 4: 8; in volumes 4, which gives a
		 *          token as many of them)
		 */
		public Builder globalWindow(final int value) {
			globalWindow = value;
			return this;
		}

		/** @param value stages i* up to which the local window is a quarter of the global one, afterwards a half */
		public Builder earlyStages(final int value) {
			earlyStages = value;
			return this;
		}

		/** @param value family of the scan orders */
		public Builder scan(final ScanCurve value) {
			scan = value;
			return this;
		}

		/** @param value share of the channels that the dynamic shift takes from the path's neighbours, 0 to 1 */
		public Builder onPathShare(final double value) {
			onPathShare = value;
			return this;
		}

		/** @param value whether u is divided by T, as published code does and the draft does not */
		public Builder bonusOverLength(final boolean value) {
			bonusOverLength = value;
			return this;
		}

		/** @param value sequence length that w is divided by; 0 for the sequence's own T */
		public Builder decayLength(final int value) {
			decayLength = value;
			return this;
		}

		/** @param value channel groups of a DySample */
		public Builder sampleGroups(final int value) {
			sampleGroups = value;
			return this;
		}

		/** @param value channels of the full-resolution maps */
		public Builder headWidth(final int value) {
			headWidth = value;
			return this;
		}

		/** @param value hidden channels of a channel mix per channel */
		public Builder mixRate(final int value) {
			mixRate = value;
			return this;
		}

		/** @param value over all channels, beside the blocks; null, as in files of before they were, for none */
		public Builder convolutions(final DenseConvolutions value) {
			convolutions = value;
			return this;
		}

		/** @param value where it departs from the drafts' reading; null, as in files of before it was, for nowhere */
		public Builder design(final NetworkDesign value) {
			design = value;
			return this;
		}

		/**
		 * @return the configuration
		 * @throws IllegalArgumentException in one sentence if a value is out of range
		 */
		public NetworkConfig build() {
			return new NetworkConfig(architecture, dimensions, inputChannels, classes, widths, encoderBlocks, decoderBlocks,
				stemStride, globalWindow, earlyStages, scan, onPathShare, bonusOverLength, decayLength, sampleGroups, headWidth,
				mixRate, convolutions, design);
		}
	}
}
