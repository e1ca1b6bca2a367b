package io.github.rwkvsss.format;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

import ij.measure.Calibration;

/**
 * What the OME-XML in a TIFF's description says of its first image: axes, which page holds which plane, size of pixels.
 * Documents with a DTD are refused, so that nothing outside the file is ever asked for.
 */
final class OmeMetadata {

	private static final int LONGEST = 1 << 26;
	private static final int MOST_PLANES = 1 << 24;
	private static final String AXES = "CZT";

	/** A stretch of planes that follow each other in the file. Numbers from 0; {@code count} 0 for all that are left. */
	private record Stretch(int page, int[] first, int count, String file, String uuid) {}

	private final List<Stretch> stretches = new ArrayList<>();
	private final int[] size = { 1, 1, 1 };
	private final double[] pixel = new double[3];
	private int width;
	private int height;
	private int samples = 1;
	private int images;
	private String order = "XYZCT";
	private double interval;
	private String uuid = "";
	private String metadataFile = "";

	private OmeMetadata() {}

	/** @return whether a description is OME-XML, as far as its first part shows */
	static boolean isIn(final String description) {
		final String start = description.substring(0, Math.min(description.length(), 2000));
		return start.contains("<OME ") || start.contains("<OME>") || start.contains(":OME ");
	}

	/** @throws IOException with a clause, if it is no OME-XML that is understood */
	static OmeMetadata of(final String xml) throws IOException {
		if (xml.length() > LONGEST) throw new IOException("it is too long");
		final OmeMetadata ome = new OmeMetadata();
		final XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
		factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
		factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
		factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
		factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
		try {
			final XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(xml.strip()));
			while (reader.hasNext()) {
				final int event = reader.next();
				if (event == XMLStreamConstants.DTD) throw new IOException("it has a DTD");
				if (event == XMLStreamConstants.START_ELEMENT) ome.start(reader);
			}
		}
		// NB: the JDK's parser throws unchecked exceptions on some damaged documents.
		catch (final XMLStreamException | RuntimeException e) {
			throw new IOException("it is no well-formed XML", e);
		}
		ome.check();
		return ome;
	}

	private void start(final XMLStreamReader reader) throws XMLStreamException, IOException {
		switch (reader.getLocalName()) {
			case "OME" -> uuid = text(reader, "UUID");
			case "BinaryOnly" -> metadataFile = text(reader, "MetadataFile");
			case "Image" -> images++;
			default -> {
				if (images == 1) first(reader);
			}
		}
	}

	private void first(final XMLStreamReader reader) throws XMLStreamException, IOException {
		switch (reader.getLocalName()) {
			case "Pixels" -> {
				width = whole(reader, "SizeX", 0);
				height = whole(reader, "SizeY", 0);
				for (int d = 0; d < 3; d++) {
					size[d] = whole(reader, "Size" + AXES.charAt(d), 1);
					pixel[d] = micrometres(text(reader, "PhysicalSize" + "XYZ".charAt(d)), text(reader, "PhysicalSize" + "XYZ".charAt(
						d) + "Unit"));
				}
				order = text(reader, "DimensionOrder");
				interval = seconds(text(reader, "TimeIncrement"), text(reader, "TimeIncrementUnit"));
			}
			case "Channel" -> samples = Math.max(samples, whole(reader, "SamplesPerPixel", 1));
			case "TiffData" -> stretches.add(new Stretch(whole(reader, "IFD", -1), new int[] { whole(reader, "FirstC", 0), whole(
				reader, "FirstZ", 0), whole(reader, "FirstT", 0) }, whole(reader, "PlaneCount", -1), "", ""));
			case "UUID" -> {
				if (stretches.isEmpty()) return;
				final Stretch last = stretches.remove(stretches.size() - 1);
				final String file = text(reader, "FileName");
				stretches.add(new Stretch(last.page, last.first, last.count, file, reader.getElementText().strip()));
			}
			default -> {
				// NB: instruments, colours and remarks do not say where planes lie.
			}
		}
	}

	private static String text(final XMLStreamReader reader, final String attribute) {
		final String text = reader.getAttributeValue(null, attribute);
		return text == null ? "" : text.strip();
	}

	private static int whole(final XMLStreamReader reader, final String attribute, final int absent) throws IOException {
		final String text = text(reader, attribute);
		if (text.isEmpty()) return absent;
		try {
			final int value = Integer.parseInt(text);
			if (value >= 0) return value;
		}
		catch (final NumberFormatException e) {
			throw new IOException(attribute + " is \"" + text + "\"", e);
		}
		throw new IOException(attribute + " is " + text);
	}

	private static double number(final String text) {
		try {
			final double value = Double.parseDouble(text);
			return Double.isFinite(value) && value > 0 ? value : 0;
		}
		catch (final NumberFormatException e) {
			return 0;
		}
	}

	/** @return 0 where the file says nothing that is a length */
	private static double micrometres(final String text, final String unit) {
		return number(text) * switch (unit) {
			case "", "\u00b5m", "\u03bcm", "um", "micron" -> 1;
			case "m" -> 1e6;
			case "dm" -> 1e5;
			case "cm" -> 1e4;
			case "mm" -> 1e3;
			case "nm" -> 1e-3;
			case "pm" -> 1e-6;
			case "\u00c5", "\u212b", "A" -> 1e-4;
			case "km" -> 1e9;
			case "in" -> 25400;
			case "ft" -> 304800;
			case "pt" -> 25400 / 72.0;
			default -> 0;
		};
	}

	private static double seconds(final String text, final String unit) {
		return number(text) * switch (unit) {
			case "", "s" -> 1;
			case "ms" -> 1e-3;
			case "\u00b5s", "\u03bcs" -> 1e-6;
			case "ns" -> 1e-9;
			case "min" -> 60;
			case "h" -> 3600;
			case "d" -> 86400;
			default -> 0;
		};
	}

	private void check() throws IOException {
		if (isElsewhere()) return;
		if (images == 0 || width < 1 || height < 1) throw new IOException("it describes no image");
		final boolean axes = order.length() == 5 && order.startsWith("XY") && AXES.chars().allMatch(axis -> order.indexOf(
			axis) > 1);
		if (!axes) throw new IOException("its axes are \"" + order + "\"");
		if (size[0] % samples != 0 || (double) size[0] * size[1] * size[2] > MOST_PLANES || size[0] * size[1] * size[2] < 1)
			throw new IOException("it states " + size[0] + " channels, " + size[1] + " slices and " + size[2] + " frames");
	}

	/** @return whether this file holds pixels only, and another one says what they are */
	boolean isElsewhere() {
		return !metadataFile.isEmpty();
	}

	String metadataFile() {
		return metadataFile;
	}

	/** @return how many images the document describes */
	int images() {
		return images;
	}

	int width() {
		return width;
	}

	int height() {
		return height;
	}

	/** @return channels, slices, frames; values that lie in one page count as one channel */
	int[] size() {
		return new int[] { size[0] / samples, size[1], size[2] };
	}

	/**
	 * @param pages how many the file has
	 * @param name of the file
	 * @return the page of each plane, channels fastest, then slices, then frames
	 * @throws IOException with a clause, if planes lie in other files or nowhere
	 */
	int[] pages(final int pages, final String name) throws IOException {
		final int[] counts = size();
		final int planes = counts[0] * counts[1] * counts[2];
		requireHere(name);
		final int[] page = new int[planes];
		Arrays.fill(page, -1);
		if (stretches.isEmpty()) stretches.add(new Stretch(-1, new int[3], -1, "", ""));
		for (final Stretch stretch : stretches) {
			final int count = stretch.count >= 0 ? stretch.count : stretch.page < 0 ? planes : 1;
			int at = linear(stretch.first, counts);
			for (int i = 0; i < count && at < planes && at >= 0; i++, at++) {
				final int from = Math.max(0, stretch.page) + i;
				if (from >= pages) break;
				page[indexOf(at, counts)] = from;
			}
		}
		final BitSet used = new BitSet();
		for (final int p : page) {
			if (p >= 0 && used.get(p)) throw new IOException("is damaged: its OME-XML names page " + (p + 1) +
				" for several planes");
			if (p >= 0) used.set(p);
		}
		int missing = 0;
		for (final int p : page) if (p < 0) missing++;
		if (missing > 0) throw new IOException("describes " + planes + " planes by OME-XML, and " + missing +
			" of them are not in its " + pages + " pages");
		return page;
	}

	private void requireHere(final String name) throws IOException {
		final Set<String> others = new HashSet<>();
		final Set<String> files = new HashSet<>();
		for (final Stretch stretch : stretches) {
			if (!stretch.file.isEmpty()) files.add(stretch.file);
			final boolean own = stretch.file.isEmpty() && stretch.uuid.isEmpty() || stretch.file.equals(name) || !uuid
				.isEmpty() && stretch.uuid.equals(uuid);
			if (!own) others.add(stretch.file);
		}
		// A file that was renamed still names itself as it was.
		if (others.isEmpty() || files.size() < 2 && others.size() == 1 && stretches.stream().noneMatch(stretch -> stretch.file
			.isEmpty())) return;
		throw new IOException("is one of several files of an OME-TIFF (others are " + String.join(", ", others.stream().sorted()
			.limit(3).toList()) + "); open it in Fiji with Bio-Formats and save it as one file");
	}

	/** @return the place of a plane in the document's order of axes */
	private int linear(final int[] czt, final int[] counts) {
		int at = 0;
		for (int i = 4; i >= 2; i--) {
			final int d = AXES.indexOf(order.charAt(i));
			at = at * counts[d] + Math.min(czt[d], counts[d]);
		}
		return at;
	}

	/** @return the place of a plane with channels fastest, then slices */
	private int indexOf(final int linear, final int[] counts) {
		final int[] czt = new int[3];
		int left = linear;
		for (int i = 2; i < 5; i++) {
			final int d = AXES.indexOf(order.charAt(i));
			czt[d] = left % counts[d];
			left /= counts[d];
		}
		return (czt[2] * counts[1] + czt[1]) * counts[0] + czt[0];
	}

	/** Sets pixel size in micrometres and the time between frames in seconds, where the document says them. */
	void calibrate(final Calibration calibration) {
		if (pixel[0] > 0 || pixel[1] > 0) {
			calibration.pixelWidth = pixel[0] > 0 ? pixel[0] : pixel[1];
			calibration.pixelHeight = pixel[1] > 0 ? pixel[1] : pixel[0];
			calibration.pixelDepth = pixel[2] > 0 ? pixel[2] : 1;
			calibration.setUnit("\u00b5m");
		}
		if (interval > 0) {
			calibration.frameInterval = interval;
			calibration.setTimeUnit("sec");
		}
	}
}
