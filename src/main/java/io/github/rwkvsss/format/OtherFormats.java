package io.github.rwkvsss.format;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import io.github.rwkvsss.image.ReadingNotes;

import ij.IJ;
import ij.ImagePlus;

/**
 * A door to Bio-Formats, where Fiji has it: for formats of microscopes that are not read here. It is found by name at run
 * time, so that nothing depends on it; it is GPL and is not shipped.
 */
final class OtherFormats {

	private static final String CLASS = "loci.plugins.BF";
	private static final String METHOD = "openImagePlus";
	private static final Set<String> ENDINGS = Set.of("czi", "lif", "nd2", "oib", "oif", "vsi", "zvi", "ims", "dv", "r3d",
		"ics", "sld", "lsm", "stk");

	private final Method method;

	private OtherFormats(final Method method) {
		this.method = method;
	}

	/** @return the door; empty where there is no Bio-Formats */
	static Optional<OtherFormats> installed() {
		final Set<ClassLoader> loaders = new LinkedHashSet<>(Arrays.asList(OtherFormats.class.getClassLoader(), Thread
			.currentThread().getContextClassLoader(), IJ.getClassLoader()));
		loaders.remove(null);
		for (final ClassLoader loader : loaders) {
			try {
				return Optional.of(new OtherFormats(Class.forName(CLASS, true, loader).getMethod(METHOD, String.class)));
			}
			catch (final ClassNotFoundException | NoSuchMethodException | LinkageError e) {
				// NB: the next loader may know it, and without it only our own formats are read.
				continue;
			}
		}
		return Optional.empty();
	}

	/** @return whether a file's name ends as that of a microscope's format does */
	static boolean isNamed(final Path file) {
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1));
	}

	/**
	 * @return the first image of a file; a note says if there are more
	 * @throws IOException in one sentence, if Bio-Formats cannot read it
	 */
	ImagePlus read(final Path file) throws IOException {
		final ImagePlus[] images;
		try {
			images = (ImagePlus[]) method.invoke(null, file.toAbsolutePath().toString());
		}
		catch (final InvocationTargetException e) {
			if (e.getCause() instanceof final OutOfMemoryError error) throw new IOException(file +
				" does not fit into memory; close other images or raise the memory limit", error);
			final String said = String.valueOf(e.getCause().getMessage()).lines().findFirst().orElse("");
			throw new IOException(file + " cannot be read by Bio-Formats (" + (said.isBlank() || said.equals("null") ? e
				.getCause().getClass().getSimpleName() : said) + "); open it in Fiji and save it as TIFF", e);
		}
		catch (final IllegalAccessException | ClassCastException e) {
			throw new IOException(file + " cannot be read: the installed Bio-Formats is of a version that is not known", e);
		}
		if (images == null || images.length == 0 || images[0] == null || images[0].getProcessor() == null)
			throw new IOException(file + " cannot be read by Bio-Formats: it gives no image");
		final ImagePlus image = images[0];
		if (images.length > 1) ReadingNotes.add(image, file + " holds " + images.length + " images; the first was taken");
		return image;
	}
}
