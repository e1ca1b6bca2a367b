package io.github.rwkvsss.sampledata;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.imageio.ImageIO;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;

import io.github.rwkvsss.format.ImageWriter;

/**
 * Draws the folders nuclei, membranes and phantom of {@code sample-data} anew; the seeds are fixed, the result is the
 * same.
 * <pre>
 * mvn -q test-compile exec:java -Dexec.classpathScope=test \
 *     -Dexec.mainClass=io.github.rwkvsss.sampledata.DrawSamples -Dexec.args=sample-data
 * </pre>
 */
public final class DrawSamples {

	private DrawSamples() {}

	/** @param args the folder to draw into, {@code sample-data} if there is none */
	public static void main(final String... args) throws IOException {
		drawInto(Path.of(args.length == 0 ? "sample-data" : args[0]));
	}

	static void drawInto(final Path folder) throws IOException {
		for (final Map.Entry<String, Drawing> nuclei : nuclei().entrySet()) {
			write(nuclei.getValue(), folder.resolve("nuclei"), nuclei.getKey(), BufferedImage.TYPE_USHORT_GRAY);
		}
		for (final Map.Entry<String, Drawing> membranes : membranes().entrySet()) {
			write(membranes.getValue(), folder.resolve("membranes"), membranes.getKey(), BufferedImage.TYPE_BYTE_GRAY);
		}
		final PhantomDrawing.Volume phantom = phantom();
		writeNifti(phantom.image(), folder.resolve("phantom").resolve("images"));
		writeNifti(phantom.labels(), folder.resolve("phantom").resolve("labels"));
	}

	/** @return the one volume */
	static PhantomDrawing.Volume phantom() {
		return new PhantomDrawing(31).draw();
	}

	private static void writeNifti(final int[] values, final Path folder) throws IOException {
		Files.createDirectories(folder);
		final int plane = PhantomDrawing.HEIGHT * PhantomDrawing.WIDTH;
		final ImageStack stack = new ImageStack(PhantomDrawing.WIDTH, PhantomDrawing.HEIGHT);
		for (int z = 0; z < PhantomDrawing.DEPTH; z++) {
			final byte[] slice = new byte[plane];
			for (int i = 0; i < plane; i++) slice[i] = (byte) values[z * plane + i];
			stack.addSlice(new ByteProcessor(PhantomDrawing.WIDTH, PhantomDrawing.HEIGHT, slice));
		}
		final ImagePlus image = new ImagePlus("phantom", stack);
		image.getCalibration().setUnit("mm");
		ImageWriter.write(image, folder.resolve("phantom.nii.gz"));
	}

	/** @return by file name; many small ones, a few bright ones, large dim ones */
	static Map<String, Drawing> nuclei() {
		final Map<String, Drawing> drawings = new LinkedHashMap<>();
		drawings.put("crowded", new NucleiDrawing(256, 256, 9, 42, 5, 1.2, 11).draw(48));
		drawings.put("bright", new NucleiDrawing(320, 256, 11, 85, 13, 1.6, 12).draw(30));
		drawings.put("dim", new NucleiDrawing(400, 300, 20, 24, 6, 1.4, 13).draw(26));
		return drawings;
	}

	/** @return by file name */
	static Map<String, Drawing> membranes() {
		final Map<String, Drawing> drawings = new LinkedHashMap<>();
		drawings.put("section-1", new MembraneDrawing(256, 120, 21).draw());
		drawings.put("section-2", new MembraneDrawing(256, 120, 22).draw());
		return drawings;
	}

	private static void write(final Drawing drawing, final Path folder, final String name, final int labelType)
		throws IOException
	{
		writePng(drawing, drawing.image(), BufferedImage.TYPE_BYTE_GRAY, folder.resolve("images"), name);
		writePng(drawing, drawing.labels(), labelType, folder.resolve("labels"), name);
	}

	private static void writePng(final Drawing drawing, final int[] values, final int type, final Path folder,
		final String name) throws IOException
	{
		Files.createDirectories(folder);
		final BufferedImage picture = new BufferedImage(drawing.width(), drawing.height(), type);
		picture.getRaster().setSamples(0, 0, drawing.width(), drawing.height(), 0, values);
		ImageIO.write(picture, "png", folder.resolve(name + ".png").toFile());
	}
}
