package io.github.rwkvsss.format;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;

import org.w3c.dom.NodeList;

/**
 * The pictures of a GIF as they are shown one after another: each is drawn on the canvas where it belongs, over what its
 * predecessor leaves. Twice, as colours and as the indices of its palette.
 */
final class GifFrames {

	private final int width;
	private final int height;
	private final List<int[]> colours = new ArrayList<>();
	private final List<int[]> indices = new ArrayList<>();

	private GifFrames(final int width, final int height) {
		this.width = width;
		this.height = height;
	}

	/** @throws IOException with a clause, if it is damaged */
	static GifFrames of(final ImageReader reader) throws IOException {
		final IIOMetadataNode stream = (IIOMetadataNode) reader.getStreamMetadata().getAsTree("javax_imageio_gif_stream_1.0");
		int width = number(stream, "LogicalScreenDescriptor", "logicalScreenWidth");
		int height = number(stream, "LogicalScreenDescriptor", "logicalScreenHeight");
		final int count = reader.getNumImages(true);
		if (count < 1) throw new IOException("it holds no picture");
		if (count == 1) {
			width = Math.max(width, reader.getWidth(0));
			height = Math.max(height, reader.getHeight(0));
		}
		if (8.0 * width * height * (count + 2) > Runtime.getRuntime().maxMemory()) throw new IOException("its " + count +
			" pictures of " + width + " x " + height + " pixels do not fit into memory");
		final GifFrames frames = new GifFrames(width, height);
		frames.draw(reader, count, background(stream, reader));
		return frames;
	}

	/** @return place and colour of what shows where no picture lies; 0 and black if that is transparent or not said */
	private static int[] background(final IIOMetadataNode stream, final ImageReader reader) throws IOException {
		final int place = number(stream, "GlobalColorTable", "backgroundColorIndex");
		final IIOMetadataNode first = (IIOMetadataNode) reader.getImageMetadata(0).getAsTree("javax_imageio_gif_image_1.0");
		if (text(first, "GraphicControlExtension", "transparentColorFlag").equalsIgnoreCase("true")) return new int[2];
		final NodeList table = stream.getElementsByTagName("ColorTableEntry");
		if (place < 0 || place >= table.getLength()) return new int[2];
		final IIOMetadataNode entry = (IIOMetadataNode) table.item(place);
		return new int[] { place, Integer.parseInt(entry.getAttribute("red")) << 16 | Integer.parseInt(entry.getAttribute(
			"green")) << 8 | Integer.parseInt(entry.getAttribute("blue")) };
	}

	private void draw(final ImageReader reader, final int count, final int[] background) throws IOException {
		int[] canvas = new int[Math.multiplyExact(width, height)];
		int[] places = new int[canvas.length];
		Arrays.fill(canvas, background[1]);
		Arrays.fill(places, background[0]);
		for (int i = 0; i < count; i++) {
			final IIOMetadataNode about = (IIOMetadataNode) reader.getImageMetadata(i).getAsTree("javax_imageio_gif_image_1.0");
			final int left = number(about, "ImageDescriptor", "imageLeftPosition");
			final int top = number(about, "ImageDescriptor", "imageTopPosition");
			final String disposal = text(about, "GraphicControlExtension", "disposalMethod");
			final int[] before = canvas.clone();
			final int[] placesBefore = places.clone();
			final BufferedImage picture = reader.read(i);
			final int[] samples = RasterReader.samples(picture.getRaster(), 0);
			final IndexColorModel palette = (IndexColorModel) picture.getColorModel();
			final int columns = Math.min(picture.getWidth(), width - left);
			final int rows = Math.min(picture.getHeight(), height - top);
			for (int y = 0; y < rows; y++) {
				for (int x = 0; x < columns; x++) {
					final int index = samples[y * picture.getWidth() + x];
					final int at = (top + y) * width + left + x;
					// Through the first picture nothing can be seen.
					if (i > 0 && palette.getAlpha(index) == 0) continue;
					canvas[at] = palette.getRGB(index);
					places[at] = index;
				}
			}
			colours.add(canvas.clone());
			indices.add(places.clone());
			if (disposal.equals("restoreToPrevious")) {
				canvas = before;
				places = placesBefore;
			}
			else if (disposal.equals("restoreToBackgroundColor")) for (int y = 0; y < rows; y++) {
				final int from = (top + y) * width + left;
				Arrays.fill(canvas, from, from + columns, background[1]);
				Arrays.fill(places, from, from + columns, background[0]);
			}
		}
	}

	private static String text(final IIOMetadataNode node, final String element, final String attribute) {
		final IIOMetadataNode found = node.getElementsByTagName(element).getLength() == 0 ? null : (IIOMetadataNode) node
			.getElementsByTagName(element).item(0);
		return found == null ? "" : found.getAttribute(attribute);
	}

	private static int number(final IIOMetadataNode node, final String element, final String attribute) {
		final String text = text(node, element, attribute);
		return text.isEmpty() ? 0 : Integer.parseInt(text);
	}

	int width() {
		return width;
	}

	int height() {
		return height;
	}

	/** @return (height, width) colours of each picture as ImageJ has them; the background's where nothing was drawn */
	List<int[]> colours() {
		return colours;
	}

	/** @return (height, width) places in the palette of each picture; the background's where nothing was drawn */
	List<int[]> indices() {
		return indices;
	}
}
