package io.github.rwkvsss.format;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.LUT;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.ReadingNotes;
import io.github.rwkvsss.image.RegionStack;
import io.github.rwkvsss.zarr.DataType;
import io.github.rwkvsss.zarr.FolderStore;
import io.github.rwkvsss.zarr.HttpStore;
import io.github.rwkvsss.zarr.OmeImage;

/** Opens images of OME-Zarr, from a folder or from the net, as stacks whose planes are read when they are looked at. */
final class OmeZarrReader {

	private static final String ENDING = ".zarr";

	private OmeZarrReader() {}

	/** @return whether a folder is a Zarr group or array */
	static boolean isZarr(final Path folder) {
		return Files.isDirectory(folder) && (Files.isRegularFile(folder.resolve("zarr.json")) || Files.isRegularFile(folder
			.resolve(".zgroup")) || Files.isRegularFile(folder.resolve(".zarray")) || Files.isRegularFile(folder.resolve(
				".zattrs")) || named(folder));
	}

	/** @return whether a name ends as that of a Zarr hierarchy does */
	static boolean named(final Path folder) {
		return folder.getFileName() != null && folder.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(ENDING);
	}

	static OmeZarrRegion region(final Path folder) throws IOException {
		return region(new FolderStore(folder), OmeZarrRegion.nameOf(folder), folder);
	}

	private static OmeZarrRegion region(final FolderStore store, final String name, final Path folder) throws IOException {
		final OmeImage image = OmeImage.open(store, "");
		final Path parent = folder.toAbsolutePath().normalize().getParent();
		// A level by its own path: its group knows its axes and the size of its pixels.
		if (!image.version().isEmpty() || parent == null || !isZarr(parent)) return OmeZarrRegion.of(name, image, 0);
		final OmeImage whole;
		try {
			whole = OmeImage.open(new FolderStore(parent), "");
		}
		catch (final IOException e) {
			// NB: an array may lie in a group that is no image.
			return OmeZarrRegion.of(name, image, 0);
		}
		for (int i = 0; i < whole.levels().size(); i++) {
			if (whole.levels().get(i).path().equals(name)) return OmeZarrRegion.of(OmeZarrRegion.nameOf(parent), whole, i);
		}
		return OmeZarrRegion.of(name, image, 0);
	}

	/** @param address see {@link HttpStore} */
	static OmeZarrRegion region(final String address) throws IOException {
		final HttpStore store = new HttpStore(address);
		return OmeZarrRegion.of(store.name().substring(store.name().lastIndexOf('/') + 1), OmeImage.open(store, ""), 0);
	}

	/** @return a virtual stack */
	static ImagePlus read(final OmeZarrRegion region) throws IOException {
		final long[] size = region.size();
		if (size[2] * size[3] > Integer.MAX_VALUE - 8) throw new IOException(region.name() + " has planes of " + size[3] +
			" x " + size[2] + " pixels, more than an image of ImageJ can hold; open one of its coarser levels, such as " + region
				.name() + "/" + Math.min(2, region.image().levels().size() - 1));
		if (size[0] * size[1] * region.channels() > Integer.MAX_VALUE) throw new IOException(region.name() + " has " + size[0] *
			size[1] * region.channels() + " planes, more than an image of ImageJ can hold");
		final int bits = region.type() == DataType.UINT8 || region.type() == DataType.BOOL ? 8 : region
			.type() == DataType.UINT16 ? 16 : 32;
		final ImagePlus plain = new ImagePlus(region.name(), new RegionStack(region, bits));
		plain.setDimensions(region.channels(), (int) size[1], (int) size[0]);
		plain.setOpenAsHyperStack(region.channels() > 1 || size[1] > 1 && size[0] > 1);
		calibrate(plain.getCalibration(), region);
		final ImagePlus image = region.channels() > 1 && region.channels() <= CompositeImage.MAX_CHANNELS ? new CompositeImage(
			plain, CompositeImage.COMPOSITE) : plain;
		display(image, region);
		if (!region.image().note().isEmpty()) ReadingNotes.add(image, region.image().note());
		return image;
	}

	private static void calibrate(final Calibration calibration, final OmeZarrRegion region) {
		final double[] pixel = region.pixelSize();
		calibration.pixelWidth = pixel[0];
		calibration.pixelHeight = pixel[1];
		calibration.pixelDepth = pixel[2];
		calibration.setUnit(region.unit());
		final int t = region.image().axis('t');
		if (t < 0 || region.image().axes().get(t).unit().isEmpty()) return;
		calibration.frameInterval = region.frameInterval();
		calibration.setTimeUnit(region.image().axes().get(t).imagejUnit());
	}

	private static void display(final ImagePlus image, final OmeZarrRegion region) {
		final List<OmeImage.Channel> channels = region.image().channels();
		if (!(image instanceof final CompositeImage composite)) {
			if (!channels.isEmpty() && channels.get(0).low() < channels.get(0).high()) image.setDisplayRange(channels.get(0)
				.low(), channels.get(0).high());
			else if (image.getBitDepth() > 8) image.resetDisplayRange();
			return;
		}
		final List<String> names = new ArrayList<>();
		for (int c = 0; c < Math.min(channels.size(), image.getNChannels()); c++) {
			final OmeImage.Channel channel = channels.get(c);
			if (channel.colour() >= 0) composite.setChannelLut(LUT.createLutFromColor(new Color(channel.colour())), c + 1);
			if (channel.low() < channel.high()) {
				final LUT lut = composite.getChannelLut(c + 1);
				lut.min = channel.low();
				lut.max = channel.high();
			}
			names.add(channel.label());
		}
		if (names.stream().anyMatch(name -> !name.isEmpty())) image.setProp("Channels", String.join(", ", names));
	}

	/**
	 * @param folder of a label image, or of an image with one label image below it
	 * @throws IOException in one sentence, if there is none or values are no labels
	 */
	static LabelImage readLabels(final Path folder) throws IOException {
		OmeZarrRegion region = region(folder);
		if (!region.image().isLabels()) {
			final List<String> names = region.image().labelNames();
			if (names.size() > 1) throw new IOException(folder + " has several label images (" + String.join(", ", names) +
				"); give the path of one, such as " + folder + "/labels/" + names.get(0));
			if (names.size() == 1) region = region(folder.resolve("labels").resolve(checked(folder, names.get(0))));
		}
		if (region.channels() > 1) throw new IOException(folder + " has " + region.channels() +
			" channels; a label image has one");
		final long[] size = region.size();
		if (size[2] * size[3] > Integer.MAX_VALUE - 8) throw new IOException(folder + " has planes of " + size[3] + " x " +
			size[2] + " pixels, more than fit into one array");
		final DataType type = region.type();
		final int[][] planes = new int[(int) (size[0] * size[1])][];
		for (int i = 0; i < planes.length; i++) {
			final int[] plane = new int[(int) (size[2] * size[3])];
			region.each(new long[] { i / size[1], i % size[1], 0, 0 }, new int[] { 1, 1, (int) size[2], (int) size[3] }, (values,
				from, to) -> plane[to] = LabelImage.label(folder.toString(), type.get(values, from), Integer.MAX_VALUE));
			planes[i] = plane;
		}
		return LabelImage.of(OmeZarrRegion.nameOf(folder), size, planes);
	}

	private static String checked(final Path folder, final String name) throws IOException {
		if (name == null || name.startsWith("/") || name.contains("..") || name.contains("\\") || name.contains(":"))
			throw new IOException(folder + " is damaged: its labels lie outside of it");
		return name;
	}
}
