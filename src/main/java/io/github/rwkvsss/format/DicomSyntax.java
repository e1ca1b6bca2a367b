package io.github.rwkvsss.format;

import java.nio.ByteOrder;

/**
 * How a DICOM file is encoded, DICOM PS3.5 chapter 10 and annex A.
 *
 * @param name for messages
 * @param explicit whether each element states its type
 * @param order of all numbers
 * @param packing of the pixels
 */
record DicomSyntax(String name, boolean explicit, ByteOrder order, Packing packing) {

	/** How pixels lie in the file. */
	enum Packing {
			/** As they are. */
			NATIVE,
			/** Run lengths, PS3.5 annex G. */
			RLE,
			/** 8-bit sequential JPEG, which the JDK decodes. */
			JPEG,
			/** In a way that is not read here. */
			OTHER
	}

	private static final String PREFIX = "1.2.840.10008.1.2";

	/** @param uid of the transfer syntax; empty means the standard's default */
	static DicomSyntax of(final String uid) {
		return switch (uid) {
			case "", PREFIX -> new DicomSyntax("Implicit VR Little Endian", false, ByteOrder.LITTLE_ENDIAN, Packing.NATIVE);
			case PREFIX + ".1" -> little("Explicit VR Little Endian", Packing.NATIVE);
			case PREFIX + ".2" -> new DicomSyntax("Explicit VR Big Endian", true, ByteOrder.BIG_ENDIAN, Packing.NATIVE);
			case PREFIX + ".5" -> little("RLE Lossless", Packing.RLE);
			case PREFIX + ".4.50" -> little("JPEG Baseline", Packing.JPEG);
			case PREFIX + ".4.51" -> little("JPEG Extended", Packing.JPEG);
			case PREFIX + ".4.57", PREFIX + ".4.70" -> little("JPEG Lossless", Packing.OTHER);
			case PREFIX + ".4.80", PREFIX + ".4.81" -> little("JPEG-LS", Packing.OTHER);
			case PREFIX + ".4.90", PREFIX + ".4.91", PREFIX + ".4.92", PREFIX + ".4.93" -> little("JPEG 2000", Packing.OTHER);
			case PREFIX + ".4.201", PREFIX + ".4.202", PREFIX + ".4.203" -> little("High-Throughput JPEG 2000", Packing.OTHER);
			case PREFIX + ".4.110", PREFIX + ".4.111", PREFIX + ".4.112" -> little("JPEG XL", Packing.OTHER);
			case PREFIX + ".1.99" -> little("Deflated Explicit VR Little Endian", Packing.OTHER);
			default -> little(uid.startsWith(PREFIX + ".4.10") ? "MPEG video" : "transfer syntax " + uid, Packing.OTHER);
		};
	}

	private static DicomSyntax little(final String name, final Packing packing) {
		return new DicomSyntax(name, true, ByteOrder.LITTLE_ENDIAN, packing);
	}

	/** @return whether nothing behind the file's first group can be read, as everything is deflated */
	boolean hidesEverything() {
		return name.startsWith("Deflated");
	}
}
