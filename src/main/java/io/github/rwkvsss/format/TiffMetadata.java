package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * What ImageJ writes into a tag of its own, of which the slice labels, the info text and the properties are kept: a header of types and
 * how many entries of each follow, then the entries; their lengths stand in a second tag, the header's first.
 *
 * @param sliceLabels one per plane, empty if there are none
 * @param info empty if there is none
 * @param properties key, value, key, value; empty if there are none
 */
record TiffMetadata(String[] sliceLabels, String info, String[] properties) {

	private static final TiffMetadata NONE = new TiffMetadata(new String[0], "", new String[0]);
	private static final int LABELS = 'l' << 24 | 'a' << 16 | 'b' << 8 | 'l';
	private static final int INFO = 'i' << 24 | 'n' << 16 | 'f' << 8 | 'o';

	private static final int PROPERTIES = 'p' << 24 | 'r' << 16 | 'o' << 8 | 'p';

	/** @return nothing where the tag is absent or not understood: an image is worth more than its remarks */
	static TiffMetadata of(final TiffFile file, final long[] lengths, final long place) throws IOException {
		if (lengths.length == 0 || place < 0 || lengths[0] < 12 || lengths[0] > 1 << 10) return NONE;
		final ByteBuffer header = file.bytes(place, (int) lengths[0]);
		header.getInt();
		String[] labels = new String[0];
		String info = "";
		String[] properties = new String[0];
		long at = place + lengths[0];
		int entry = 1;
		while (header.remaining() >= 8) {
			final int type = header.getInt();
			final int count = header.getInt();
			if (count < 0 || count > lengths.length - entry) return NONE;
			if (type == LABELS) labels = new String[count];
			else if (type == PROPERTIES) properties = new String[count];
			for (int i = 0; i < count; i++) {
				final int length = (int) Math.min(lengths[entry++], Integer.MAX_VALUE);
				if (type == LABELS) labels[i] = text(file, at, length);
				else if (type == INFO) info = text(file, at, length);
				else if (type == PROPERTIES) properties[i] = text(file, at, length);
				at += length;
			}
		}
		return new TiffMetadata(labels, info, properties);
	}

	private static String text(final TiffFile file, final long at, final int length) throws IOException {
		final Charset charset = file.order() == ByteOrder.LITTLE_ENDIAN ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
		return new String(file.bytes(at, length).array(), charset);
	}
}
