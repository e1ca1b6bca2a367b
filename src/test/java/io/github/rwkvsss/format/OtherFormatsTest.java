package io.github.rwkvsss.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.image.ReadingNotes;

import ij.IJ;
import ij.ImagePlus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door to Bio-Formats, with a class of its name that a class loader of this test alone knows. */
class OtherFormatsTest {

	private static final String STAND_IN = """
		package loci.plugins;
		import ij.IJ;
		import ij.ImagePlus;
		public final class BF {
			public static ImagePlus[] openImagePlus(final String path) throws java.io.IOException {
				if (path.contains("damaged")) throw new java.io.IOException("Not a LIF file\\nat all");
				final ImagePlus image = IJ.createImage("series 1", "16-bit black", 7, 5, 3);
				image.getStack().getProcessor(2).set(1, 0, 4711);
				return path.contains("none") ? new ImagePlus[0] : path.contains("two") ? new ImagePlus[] { image, image }
					: new ImagePlus[] { image };
			}
		}
		""";

	@TempDir
	Path folder;

	private ClassLoader before;

	@BeforeEach
	void remember() {
		before = Thread.currentThread().getContextClassLoader();
	}

	@AfterEach
	void restore() {
		Thread.currentThread().setContextClassLoader(before);
	}

	private void install() throws IOException {
		final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		assertNotNull(compiler, "this test needs a JDK");
		final Path source = Files.createDirectories(folder.resolve("classes/loci/plugins")).resolve("BF.java");
		Files.writeString(source, STAND_IN);
		final String ij = Path.of(IJ.class.getProtectionDomain().getCodeSource().getLocation().getPath()).toString();
		assertEquals(0, compiler.run(null, null, null, "-proc:none", "-cp", ij, source.toString()));
		Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] { folder.resolve("classes").toUri().toURL() },
			OtherFormatsTest.class.getClassLoader()));
	}

	private Path file(final String name) throws IOException {
		return Files.writeString(folder.resolve(name), "a microscope's own");
	}

	@Test
	void withoutItTheSentenceSaysWhatIsMissing() throws IOException {
		final Path file = file("cells.lif");
		final String message = assertThrows(IOException.class, () -> ImageReader.read(file)).getMessage();
		assertEquals(file +
			" is in a microscope's own format, which needs Bio-Formats; run this in a Fiji that has it, or save the image as TIFF",
			message);
		assertFalse(ImageReader.isImage(file));
	}

	@Test
	void withItOtherFormatsAreRead() throws IOException {
		install();
		final Path file = file("cells.lif");
		assertTrue(ImageReader.isImage(file));
		final ImagePlus image = ImageReader.read(file);
		assertEquals("cells.lif", image.getTitle());
		assertEquals(3, image.getStackSize());
		assertEquals(4711, PixelSource.of(image).plane(0, 1)[1]);
		assertEquals(List.of(), ReadingNotes.of(image));
		final Path two = file("two.czi");
		assertEquals(List.of(two + " holds 2 images; the first was taken"), ReadingNotes.of(ImageReader.read(two)));
		// Our own formats stay ours.
		assertEquals(Fixtures.value8(1, 0), ImageReader.read(Fixtures.file("gray8.tif")).getProcessor().get(1, 0));
	}

	@Test
	void itsFailuresAreOneSentence() throws IOException {
		install();
		final Path damaged = file("damaged.nd2");
		assertEquals(damaged + " cannot be read by Bio-Formats (Not a LIF file); open it in Fiji and save it as TIFF",
			assertThrows(IOException.class, () -> ImageReader.read(damaged)).getMessage());
		final Path none = file("none.nd2");
		assertEquals(none + " cannot be read by Bio-Formats: it gives no image", assertThrows(IOException.class,
			() -> ImageReader.read(none)).getMessage());
	}
}
