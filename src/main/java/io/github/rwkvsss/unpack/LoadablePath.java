package io.github.rwkvsss.unpack;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;

import io.github.rwkvsss.file.NameRules;

/**
 * Where Java can load libraries from. On Windows it hands the system a path in the letters of the system's code page, and the
 * system takes at most 259 of them; all else that is done with files knows no such limits.
 */
final class LoadablePath {

	private static final int LONGEST = 259;

	private LoadablePath() {}

	/**
	 * @param file a library, which need not be there
	 * @param advice how to choose another folder, in a few words
	 * @throws IOException in one sentence if this system would not load it because of its path
	 */
	static void require(final Path file, final String advice) throws IOException {
		require(file.toString(), NameRules.here(), Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")), advice);
	}

	static void require(final String file, final NameRules rules, final Charset codePage, final String advice)
		throws IOException
	{
		if (rules != NameRules.WINDOWS) return;
		if (file.length() > LONGEST) throw new IOException("native libraries cannot be loaded from " + file +
			": the path has " + file.length() + " letters, and Windows takes " + LONGEST + "; " + advice);
		if (!codePage.newEncoder().canEncode(file)) throw new IOException("native libraries cannot be loaded from " + file +
			": the path has letters that this Windows' code page, " + codePage + ", has not; " + advice);
	}
}
