package io.github.rwkvsss.workbench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.Task;

/** The models that the workbench can use: those that find objects. Read from files, so not on the event thread. */
final class ModelShelf {

	/**
	 * A model of the list.
	 *
	 * @param choice name or path by which it is opened
	 * @param name shown
	 * @param sentence what it is for
	 * @param picture null if it has none
	 */
	record Line(String choice, String name, String sentence, BufferedImage picture) {}

	private ModelShelf() {}

	/**
	 * @param further path of a model that is in use and has no name; empty for none
	 * @return that, then the models that have names
	 */
	static List<Line> read(final String further) {
		final List<Line> lines = new ArrayList<>();
		final List<String> names = new ArrayList<>(ModelLibrary.names());
		if (!further.isBlank() && !names.contains(further)) names.add(0, further);
		for (final String name : names) {
			try {
				final ModelManifest model = ModelLibrary.describe(name);
				if (model.task() != Task.INSTANCE) continue;
				lines.add(new Line(name, name.equals(further) && isPath(name) ? shown(Path.of(name), model) : name, model
					.description(), picture(name)));
			}
			catch (final IOException | IllegalArgumentException e) {
				// A file that is no model any more is not offered; who calls it by name is told why.
				continue;
			}
		}
		return lines;
	}

	private static boolean isPath(final String name) {
		return name.endsWith(".zip");
	}

	/** Models of a project's rounds all have the start model's name. */
	private static String shown(final Path file, final ModelManifest model) {
		final Path folder = file.toAbsolutePath().getParent();
		final boolean round = folder != null && folder.getParent() != null && folder.getParent().endsWith("rounds") && folder
			.getFileName().toString().matches("\\d+");
		return model.name() + (round ? ", round " + folder.getFileName().toString().replaceFirst("^0+(?=\\d)", "")
			: " of the project");
	}

	private static BufferedImage picture(final String name) throws IOException {
		final byte[] png = ModelLibrary.cover(name).orElse(null);
		if (png == null) return null;
		// NB: not ImageIO's own stream, which may want a cache file; what is read is closed by it.
		return ImageIO.read(new MemoryCacheImageInputStream(new ByteArrayInputStream(png)));
	}
}
