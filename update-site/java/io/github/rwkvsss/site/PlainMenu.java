package io.github.rwkvsss.site;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Keeps the menu of a plain ImageJ out of a site for Fiji, which would say at each start that it overrides every line of it. */
final class PlainMenu {

	private static final String MENU = "plugins.config";

	private PlainMenu() {}

	/** @throws IOException if a jar among the content has lines of our commands for ImageJ's menu */
	static void refuse(final Path content) throws IOException {
		for (final String place : Folders.files(content)) {
			if (!place.endsWith(".jar")) continue;
			try (ZipFile jar = new ZipFile(content.resolve(place).toFile())) {
				final ZipEntry menu = jar.getEntry(MENU);
				if (menu == null) continue;
				try (InputStream in = jar.getInputStream(menu)) {
					if (new String(in.readAllBytes(), StandardCharsets.UTF_8).contains("io.github.rwkvsss")) throw new IOException(
						place + " has a menu for plain ImageJ (" + MENU +
							"), which Fiji overrides line by line at each start; leave it out");
				}
			}
		}
	}
}
