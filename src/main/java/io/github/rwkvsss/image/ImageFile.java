package io.github.rwkvsss.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What kind of image a file holds, told by its first bytes: names lie. */
enum ImageFile {

	PNG, TIFF, JPEG, BMP, GIF;

	/** @throws IOException in one sentence, if there is no file, nothing in it, or nothing that is known */
	static ImageFile kindOf(final Path file) throws IOException {
		if (!Files.exists(file)) throw new IOException(file + " does not exist; check the path");
		if (Files.isDirectory(file)) throw new IOException(file + " is a folder, not an image");
		if (!Files.isReadable(file)) throw new IOException(file + " cannot be read; check its permissions");
		final byte[] head = new byte[8];
		final int n;
		try (InputStream in = Files.newInputStream(file)) {
			n = in.readNBytes(head, 0, head.length);
		}
		if (n == 0) throw new IOException(file + " is empty (0 bytes)");
		if (starts(head, 0x89, 'P', 'N', 'G')) return PNG;
		if (starts(head, 'I', 'I', 42, 0) || starts(head, 'M', 'M', 0, 42)) return TIFF;
		if (starts(head, 'I', 'I', 43, 0) || starts(head, 'M', 'M', 0, 43)) throw new IOException(file +
			" is a BigTIFF; open it in Fiji and save it as TIFF");
		if (starts(head, 0xff, 0xd8, 0xff)) return JPEG;
		if (starts(head, 'B', 'M')) return BMP;
		if (starts(head, 'G', 'I', 'F', '8')) return GIF;
		throw new IOException(file + " is not an image that can be read; use TIFF, PNG, JPEG, BMP or GIF");
	}

	private static boolean starts(final byte[] head, final int... expected) {
		for (int i = 0; i < expected.length; i++) if ((head[i] & 0xff) != expected[i]) return false;
		return true;
	}
}
