package io.github.rwkvsss.spark;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import io.github.rwkvsss.segment.ChosenModel;

/**
 * A model on its way to the executors: the bytes of its file, or the name of one that lies in the jar which they have.
 *
 * @param choice the name, or the name of the file
 * @param bytes of the file; null for a model of the jar
 */
record ShippedModel(String choice, byte[] bytes) implements Serializable {

	/**
	 * @param choice name of a model, or path of a model file of this machine
	 * @throws IOException in one sentence if there is no such model
	 */
	static ShippedModel of(final String choice) throws IOException {
		if (choice.startsWith("imported:")) throw new IOException(choice +
			" runs code of its own, which is not sent to other machines; use one of our models");
		ChosenModel.digest(choice);
		final Optional<Path> file = ChosenModel.file(choice);
		return file.isEmpty() ? new ShippedModel(choice, null) : new ShippedModel(file.get().getFileName().toString(), Files
			.readAllBytes(file.get()));
	}

	/** @return what {@link ChosenModel#open} takes here; a file is written once per call and deleted when this Java ends */
	String unpack() throws IOException {
		if (bytes == null) return choice;
		final Path folder = Files.createTempDirectory("rwkv-sss-model");
		final Path file = Files.write(folder.resolve(choice), bytes);
		folder.toFile().deleteOnExit();
		file.toFile().deleteOnExit();
		return file.toString();
	}
}
