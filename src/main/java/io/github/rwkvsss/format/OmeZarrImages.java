package io.github.rwkvsss.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import ij.process.LUT;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.zarr.Compression;
import io.github.rwkvsss.zarr.DataType;
import io.github.rwkvsss.zarr.OmeAxis;
import io.github.rwkvsss.zarr.OmeImage;
import io.github.rwkvsss.zarr.OmeLayout;
import io.github.rwkvsss.zarr.OmeWriter;

/** Writes images of ImageJ as OME-Zarr. */
final class OmeZarrImages {

	private OmeZarrImages() {}

	/** Writes whole numbers of objects or classes as labels with a pyramid of nearest ones. */
	static void writeLabels(final LabelImage labels, final Calibration calibration, final Path place) throws IOException {
		final long[] size = labels.size();
		try (OmeZarrLabels sink = OmeZarrLabels.create(place, size, new double[] { calibration.pixelWidth,
			calibration.pixelHeight, calibration.pixelDepth }, calibration.getUnit(), () -> {}))
		{
			for (int i = 0; i < labels.planes(); i++) sink.write(new long[] { i / size[1], i % size[1], 0, 0 }, new int[] { 1, 1,
				(int) size[2], (int) size[3] }, labels.plane(i));
			sink.finish();
		}
	}

	/** Writes an image of 8, 16 or 32 bits, each channel separately, with a pyramid of means; RGB as three channels. */
	static void write(final ImagePlus image, final Path place) throws IOException {
		final boolean rgb = image.getType() == ImagePlus.COLOR_RGB;
		final int colours = rgb ? 3 : 1;
		final DataType type = rgb || image.getBitDepth() == 8 ? DataType.UINT8 : image.getBitDepth() == 16 ? DataType.UINT16
			: DataType.FLOAT32;
		final long[] all = { image.getNFrames(), (long) image.getNChannels() * colours, image.getNSlices(), image.getHeight(),
			image.getWidth() };
		final Calibration calibration = image.getCalibration();
		final double[] lengths = { calibration.frameInterval > 0 ? calibration.frameInterval : 1, 1, calibration.pixelDepth,
			calibration.pixelHeight, calibration.pixelWidth };
		final List<OmeAxis> axes = new ArrayList<>();
		final List<Integer> kept = new ArrayList<>();
		for (int i = 0; i < all.length; i++) {
			final char role = OmeAxis.ROLES.charAt(i);
			if (i < 3 && all[i] == 1) continue;
			kept.add(i);
			axes.add(new OmeAxis(role, role == 'c' ? "" : OmeAxis.unitOf(role == 't' ? calibration.frameInterval > 0 ? calibration
				.getTimeUnit() : "" : calibration.getUnit())));
		}
		final long[] shape = kept.stream().mapToLong(i -> all[i]).toArray();
		final OmeLayout layout = new OmeLayout(2, ImageFile.stem(place.getFileName().toString()), axes, shape, kept.stream()
			.mapToDouble(i -> lengths[i]).toArray(), OmeLayout.usualChunk(axes, shape), null, type, Compression.ZSTD, channels(
				image, colours), false, "");
		try (OmeWriter writer = new OmeWriter(place, layout, () -> {})) {
			for (int t = 0; t < all[0]; t++) for (int c = 0; c < all[1]; c++) for (int z = 0; z < all[2]; z++) {
				final long[] at = { t, c, z, 0, 0 };
				final int[] size = { 1, 1, 1, image.getHeight(), image.getWidth() };
				final ImageProcessor plane = image.getStack().getProcessor(image.getStackIndex(c / colours + 1, z + 1, t + 1));
				writer.write(kept.stream().mapToLong(i -> at[i]).toArray(), kept.stream().mapToInt(i -> size[i]).toArray(), bytes(
					plane, type, rgb ? 16 - 8 * (c % colours) : -1));
			}
			writer.finish();
		}
	}

	private static byte[] bytes(final ImageProcessor plane, final DataType type, final int shift) {
		final int count = plane.getPixelCount();
		final ByteBuffer values = ByteBuffer.allocate(Math.multiplyExact(count, type.bytes())).order(ByteOrder.LITTLE_ENDIAN);
		for (int i = 0; i < count; i++) {
			if (shift >= 0) values.put(i, (byte) (plane.get(i) >> shift));
			else if (type == DataType.FLOAT32) values.putFloat(4 * i, plane.getf(i));
			else if (type == DataType.UINT16) values.putShort(2 * i, (short) plane.get(i));
			else values.put(i, (byte) plane.get(i));
		}
		return values.array();
	}

	private static List<OmeImage.Channel> channels(final ImagePlus image, final int colours) {
		final List<OmeImage.Channel> channels = new ArrayList<>();
		if (colours == 3) {
			for (int i = 0; i < 3 * image.getNChannels(); i++) channels.add(new OmeImage.Channel("RGB".substring(i % 3, i % 3 +
				1), 0xff0000 >> 8 * (i % 3), 0, 255));
			return channels;
		}
		if (!(image instanceof final CompositeImage composite)) return List.of(new OmeImage.Channel("", 0xffffff, image
			.getDisplayRangeMin(), image.getDisplayRangeMax()));
		final LUT[] luts = composite.getLuts();
		for (int c = 0; c < image.getNChannels(); c++) {
			final LUT lut = luts[c % luts.length];
			channels.add(new OmeImage.Channel("", lut.getRGB(255) & 0xffffff, lut.min, lut.max));
		}
		return channels;
	}
}
