package io.github.rwkvsss.file;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * How Java writes names of files for the system. On Linux that is the locale's encoding, which is ASCII in many containers and
 * timed jobs: there a folder lists names that no path can be made of.
 */
public final class NameEncoding {

	private NameEncoding() {}

	/** @return whether the name of a file that the system listed leads to that file again */
	public static boolean holds(final Path file) {
		try {
			return Path.of(file.toString()).equals(file);
		}
		catch (final InvalidPathException e) {
			return false;
		}
	}

	/** @return what to do about a name that cannot be written, to follow a sentence; empty where all names can be */
	public static String advice() {
		final Charset encoding = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
		if (encoding.equals(StandardCharsets.UTF_8) || NameRules.here() == NameRules.WINDOWS) return "";
		return "; this Java writes names in " + encoding + ", which has few letters: start it with LC_ALL=C.UTF-8";
	}
}
