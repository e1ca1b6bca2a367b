package io.github.rwkvsss;

import java.nio.file.Path;

/** Has models installed into a folder of the test's own instead of the user's, until it is closed. */
public final class OwnModelFolder implements AutoCloseable {

	private static final String PROPERTY = "rwkvsss.models";

	private final String before = System.getProperty(PROPERTY);

	/** @param folder to install into; need not be there */
	public OwnModelFolder(final Path folder) {
		System.setProperty(PROPERTY, folder.toString());
	}

	@Override
	public void close() {
		if (before == null) System.clearProperty(PROPERTY);
		else System.setProperty(PROPERTY, before);
	}
}
