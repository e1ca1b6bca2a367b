package io.github.rwkvsss.format;

import java.io.IOException;

/** The colours of stored values, DICOM PS3.3, C.7.9. */
final class DicomPalette {

	private final int first;
	private final int[] colours;

	private DicomPalette(final int first, final int[] colours) {
		this.first = first;
		this.colours = colours;
	}

	static DicomPalette of(final DicomFile file) throws IOException {
		final DicomDataset data = file.data();
		int[] colours = new int[0];
		int first = 0;
		for (int c = 0; c < 3; c++) {
			final int[] descriptor = data.unsigned(DicomTag.RED_DESCRIPTOR + c);
			final byte[] bytes = data.bytes(DicomTag.RED_DATA + c);
			if (descriptor.length < 3 || bytes == null) throw file.failure(
				"has no palette for its colours, or one in segments, which cannot be read; save it as RGB");
			// NB: 0 stands for 65536, which does not fit into the element.
			final int entries = descriptor[0] == 0 ? 1 << 16 : descriptor[0];
			if (c == 0) {
				colours = new int[entries];
				first = descriptor[1];
			}
			final boolean words = bytes.length >= 2 * entries;
			if (entries != colours.length || bytes.length < entries) throw file.failure("is damaged: its palette is too short");
			final int[] values = words ? data.unsigned(DicomTag.RED_DATA + c) : null;
			// Some programs write 8 bits into words and state 16.
			boolean high = false;
			if (words) for (final int value : values) high |= value > 255;
			for (int i = 0; i < entries; i++) {
				final int value = words ? high ? values[i] >> 8 : values[i] : bytes[i] & 0xff;
				colours[i] |= value << 16 - 8 * c;
			}
		}
		return new DicomPalette(first, colours);
	}

	/** @return as ImageJ has it; what lies outside the palette takes its nearest end */
	int colour(final int stored) {
		return 0xff000000 | colours[Math.max(0, Math.min(colours.length - 1, stored - first))];
	}
}
