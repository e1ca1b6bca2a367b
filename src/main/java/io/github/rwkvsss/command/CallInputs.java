package io.github.rwkvsss.command;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import ij.ImagePlus;
import io.github.rwkvsss.file.InputFiles;
import io.github.rwkvsss.image.SourceFile;
import io.github.rwkvsss.segment.ChosenModel;

/** Which files a call of a command reads, as its annotations tell: images, models, files and folders. */
final class CallInputs {

	private CallInputs() {}

	static InputFiles of(final CommandCall call) {
		final InputFiles files = new InputFiles();
		for (final Input input : call.inputs()) {
			final Object value = call.module().getInput(input.key());
			if (value instanceof final ImagePlus image) SourceFile.of(image).ifPresent(files::add);
			else if (value instanceof final File file && !file.getPath().isEmpty() && !isOutput(input)) files.add(file.toPath());
			else if (value instanceof final String text && input.isModel()) ChosenModel.file(text).ifPresent(files::add);
			else if (value instanceof final String text && input.style().equals("open")) path(text, files);
		}
		return files;
	}

	private static boolean isOutput(final Input input) {
		return input.style().equals("save") || input.key().equals(CommandCall.SAVED_AS);
	}

	private static void path(final String text, final InputFiles files) {
		try {
			if (!text.isBlank()) files.add(Path.of(text));
		}
		catch (final InvalidPathException e) {
			// No file has such a name; who reads it says so.
			return;
		}
	}
}
