package io.github.rwkvsss.batch;

import java.io.IOException;
import java.nio.file.Path;

/** Lets tests of other packages read a status file. */
public final class StatusDoor {

	private StatusDoor() {}

	/** Reads it as a batch does that begins. */
	public static void read(final Path file) throws IOException {
		StatusFile.open(file).close();
	}
}
