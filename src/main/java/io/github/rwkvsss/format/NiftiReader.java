package io.github.rwkvsss.format;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

import io.github.rwkvsss.image.VolumeSpace;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;

/**
 * Reads NIfTI-1, plain or in gzip, plane by plane: besides the image only a small buffer lies in memory, and nothing is
 * allocated before the file's length has been compared with what the header states.
 * <p>
 * Column, row and slice are the file's i, j and k: nothing is turned over. How they lie in the scanner goes along as
 * {@link VolumeSpace}. Time becomes frames, the fifth axis channels.
 * </p>
 */
final class NiftiReader {

	/** Deflate packs 258 bytes into two bits at best. */
	private static final int BEST_PACKING = 1032;
	/** Each plane is an array of its own; the longest series that are made have some hundred thousand. */
	private static final int MOST_PLANES = 1 << 20;
	private static final int CHUNK = 1 << 16;

	private NiftiReader() {}

	static ImagePlus read(final Path path) throws IOException {
		final long length = Files.size(path);
		final boolean packed = ImageFile.isGzip(path);
		try (InputStream in = open(path, packed)) {
			final byte[] head = in.readNBytes(NiftiHeader.BYTES);
			if (packed && !NiftiHeader.begins(head, head.length)) throw new IOException(path +
				" is a gzip file, and what it holds is not NIfTI");
			final NiftiHeader header = NiftiHeader.of(head);
			require(path, header, packed ? BEST_PACKING * (double) length : length, (packed ? "been packed into " : "") + length);
			in.skipNBytes(header.offset() - NiftiHeader.BYTES);
			final ImagePlus image = image(header, in);
			// At its end a gzip file is compared with its checksum; what lies far behind the pixels is not worth unpacking.
			if (packed) in.readNBytes(CHUNK);
			return image;
		}
		catch (final NiftiHeader.Unreadable e) {
			throw new IOException(path + " " + e.getMessage(), e);
		}
		catch (final EOFException e) {
			throw new IOException(path + " is cut short: it ends before its last pixel", e);
		}
		catch (final ZipException e) {
			throw new IOException(path + " is damaged: it cannot be unpacked", e);
		}
		catch (final OutOfMemoryError e) {
			throw tooLarge(path, e);
		}
	}

	private static InputStream open(final Path path, final boolean packed) throws IOException {
		final InputStream file = Files.newInputStream(path);
		try {
			return new BufferedInputStream(packed ? new GZIPInputStream(file, CHUNK) : file, CHUNK);
		}
		catch (final EOFException | ZipException e) {
			file.close();
			throw e;
		}
	}

	private static void require(final Path path, final NiftiHeader header, final double available, final String has)
		throws IOException
	{
		final double needed = header.offset() + header.pixelBytes();
		if (needed > available) throw new IOException(path + " is cut short or damaged: its header states " + text(header
			.size()) + " pixels, which take " + String.format("%.0f", needed) + " bytes, and it has " + has);
		if (header.planes() > MOST_PLANES) throw new IOException(path + " states " + header.planes() + " planes of " + header
			.size()[0] + " x " + header.size()[1] + " pixels; at most " + MOST_PLANES + " can be read");
		if (header.pixelBytes() > Runtime.getRuntime().maxMemory()) throw tooLarge(path, null);
	}

	private static IOException tooLarge(final Path path, final Throwable cause) {
		return new IOException(path + " does not fit into memory; close other images or raise the memory limit", cause);
	}

	private static String text(final int[] size) {
		final StringBuilder text = new StringBuilder();
		int last = size.length - 1;
		while (last > 0 && size[last] == 1) last--;
		for (int d = 0; d <= last; d++) text.append(d == 0 ? "" : " x ").append(size[d]);
		return text.toString();
	}

	private static ImagePlus image(final NiftiHeader header, final InputStream in) throws IOException {
		final int[] size = header.size();
		final int planes = header.planes();
		final int perChannel = planes / size[4];
		final ImageStack stack = new ImageStack(size[0], size[1], planes);
		final byte[] chunk = new byte[header.type().bytes() * (CHUNK / 8)];
		for (int p = 0; p < planes; p++) {
			// ImageJ wants channels fastest, the file has them slowest.
			final int channel = p / perChannel;
			stack.setPixels(plane(header, in, chunk), p % perChannel * size[4] + channel + 1);
		}
		ImagePlus image = new ImagePlus("", stack);
		image.setDimensions(size[4], size[2], size[3]);
		image.setOpenAsHyperStack(size[4] > 1 || size[3] > 1);
		if (size[4] > 1 && !header.type().isColour()) image = new CompositeImage(image, CompositeImage.GRAYSCALE);
		header.calibrate(image.getCalibration());
		header.space().attach(image);
		if (!header.type().isColour()) image.resetDisplayRange();
		return image;
	}

	private static Object plane(final NiftiHeader header, final InputStream in, final byte[] chunk) throws IOException {
		final NiftiType type = header.type();
		final int pixels = header.size()[0] * header.size()[1];
		final Object plane = type.allocate(pixels);
		final int atOnce = chunk.length / type.bytes();
		for (int done = 0; done < pixels; done += atOnce) {
			final int count = Math.min(atOnce, pixels - done);
			if (in.readNBytes(chunk, 0, count * type.bytes()) < count * type.bytes()) throw new EOFException();
			type.unpack(ByteBuffer.wrap(chunk).order(header.order()), plane, done, count, header.slope(), header.intercept());
		}
		return plane;
	}
}
