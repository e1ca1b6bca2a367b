package io.github.rwkvsss;

import java.nio.file.Path;

/** Has models installed into a folder of the test's own instead of the user's, and settings beside it, until it is closed. */
public final class OwnModelFolder implements AutoCloseable {

	private static final String PROPERTY = "rwkvsss.models";
	private static final String SETTINGS = "rwkvsss.settings";

	private final String before = System.getProperty(PROPERTY);
	private final String settingsBefore = System.getProperty(SETTINGS);

	/** @param folder to install into; need not be there */
	public OwnModelFolder(final Path folder) {
		System.setProperty(PROPERTY, folder.toString());
		System.setProperty(SETTINGS, folder.resolveSibling("settings").toString());
	}

	@Override
	public void close() {
		put(PROPERTY, before);
		put(SETTINGS, settingsBefore);
	}

	private static void put(final String property, final String value) {
		if (value == null) System.clearProperty(property);
		else System.setProperty(property, value);
	}
}
