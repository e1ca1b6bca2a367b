package io.github.rwkvsss.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What kind of image a file holds, told by its first bytes: names lie. */
enum ImageFile {

		PNG, TIFF, JPEG, BMP, GIF, NIFTI, DICOM,
		/** None of ours; Bio-Formats is there and may know it. */
		OTHER;

	private static final String[] ENDINGS = { ".nii.gz", ".ome.zarr" };

	/** @throws IOException in one sentence, if there is no file, nothing in it, or nothing that is known */
	static ImageFile kindOf(final Path file) throws IOException {
		if (!Files.exists(file)) throw new IOException(file + " does not exist; check the path");
		if (Files.isDirectory(file)) throw new IOException(file + " is a folder, not an image");
		if (!Files.isReadable(file)) throw new IOException(file + " cannot be read; check its permissions");
		final byte[] head = new byte[NiftiHeader.BYTES];
		final int n;
		try (InputStream in = Files.newInputStream(file)) {
			n = in.readNBytes(head, 0, head.length);
		}
		if (n == 0) throw new IOException(file + " is empty (0 bytes)");
		// What DICOM has before its mark is free, and some programs put the header of another format there.
		if (DicomReader.isDicom(Arrays.copyOf(head, n))) return DICOM;
		if (starts(head, 0x89, 'P', 'N', 'G')) return PNG;
		if (starts(head, 'I', 'I', 42, 0) || starts(head, 'M', 'M', 0, 42)) return TIFF;
		if (starts(head, 'I', 'I', 43, 0) || starts(head, 'M', 'M', 0, 43)) return TIFF;
		if (starts(head, 0xff, 0xd8, 0xff)) return JPEG;
		if (starts(head, 'B', 'M')) return BMP;
		if (starts(head, 'G', 'I', 'F', '8')) return GIF;
		if (starts(head, 0x1f, 0x8b) || NiftiHeader.begins(head, n)) return NIFTI;
		if (OtherFormats.installed().isPresent()) return OTHER;
		if (OtherFormats.isNamed(file)) throw new IOException(file +
			" is in a microscope's own format, which needs Bio-Formats; run this in a Fiji that has it, or save the image as TIFF");
		throw new IOException(file + " is not an image that can be read; use TIFF, NIfTI, DICOM, PNG, JPEG, BMP or GIF");
	}

	/** @return whether a file is packed; its name does not matter */
	static boolean isGzip(final Path file) throws IOException {
		final byte[] head = new byte[2];
		try (InputStream in = Files.newInputStream(file)) {
			in.readNBytes(head, 0, head.length);
		}
		return starts(head, 0x1f, 0x8b);
	}

	/** @return a file's name without the ending that tells its kind */
	static String stem(final String name) {
		for (final String ending : ENDINGS) if (name.toLowerCase(Locale.ROOT).endsWith(ending)) return name.substring(0, name
			.length() - ending.length());
		final int dot = name.lastIndexOf('.');
		return dot > 0 ? name.substring(0, dot) : name;
	}

	private static boolean starts(final byte[] head, final int... expected) {
		for (int i = 0; i < expected.length; i++) if ((head[i] & 0xff) != expected[i]) return false;
		return true;
	}
}
