package io.github.rwkvsss.segment;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rwkvsss.image.PixelSource;

/** Which channels of an image go to the model, as users write it: {@code "1,2,3"}, or nothing for all. */
public final class ChannelChoice {

	private final int[] channels;

	private ChannelChoice(final int[] channels) {
		this.channels = channels;
	}

	/** @return all channels of the image, which must be as many as the model's */
	public static ChannelChoice all() {
		return new ChannelChoice(new int[0]);
	}

	/**
	 * @param text channel numbers from 1, separated by commas; blank for all
	 * @throws IllegalArgumentException if it is anything else
	 */
	public static ChannelChoice of(final String text) {
		if (text == null || text.isBlank()) return all();
		try {
			final int[] channels = Arrays.stream(text.split(",", -1)).mapToInt(part -> Integer.parseInt(part.strip())).toArray();
			if (Arrays.stream(channels).allMatch(c -> c >= 1)) return new ChannelChoice(channels);
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(refusal(text), e);
		}
		throw new IllegalArgumentException(refusal(text));
	}

	/** @return the chosen channels from 0; empty for all */
	public List<Integer> indices() {
		return Arrays.stream(channels).map(c -> c - 1).boxed().toList();
	}

	/**
	 * @param count of channels in all
	 * @return the chosen channels' numbers, from 1
	 */
	public List<Integer> numbers(final int count) {
		return (channels.length == 0 ? IntStream.rangeClosed(1, count) : Arrays.stream(channels)).boxed().toList();
	}

	/** @return as users write it; empty for all */
	public String text() {
		return Arrays.stream(channels).mapToObj(Integer::toString).collect(Collectors.joining(","));
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof final ChannelChoice choice && Arrays.equals(channels, choice.channels);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(channels);
	}

	private static String refusal(final String text) {
		return "channels \"" + text + "\" are not numbers from 1; write for instance 1 or 1,2,3";
	}

	/**
	 * @param image to choose from; for a model of one channel an RGB image of greys only has one, too
	 * @param wanted how many channels the model has
	 * @return the chosen channels
	 * @throws IllegalArgumentException if the image has no such channel, or the choice is not as many as wanted
	 */
	public PixelSource from(final PixelSource image, final int wanted) {
		final PixelSource all = wanted == 1 && channels.length == 0 ? image.greyIfEqual() : image;
		final PixelSource chosen = channels.length == 0 ? all : image.select(Arrays.stream(channels).map(c -> c - 1).toArray());
		if (chosen.channels() == wanted) return chosen;
		throw new IllegalArgumentException(channels.length == 0 ? image.name() + " has " + counted(image.channels()) +
			", the model takes " + wanted + "; choose which with channels, for instance channels=" + example(wanted) : counted(
				channels.length) + (channels.length == 1 ? " is" : " are") + " chosen, the model takes " + wanted +
				"; write for instance channels=" + example(wanted));
	}

	private static String counted(final int channels) {
		return channels + (channels == 1 ? " channel" : " channels");
	}

	private static String example(final int wanted) {
		final StringBuilder text = new StringBuilder("1");
		for (int c = 2; c <= wanted; c++) text.append(',').append(c);
		return text.toString();
	}
}
