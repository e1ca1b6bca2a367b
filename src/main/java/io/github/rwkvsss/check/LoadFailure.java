package io.github.rwkvsss.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Why native code did not start, in words that help. */
public final class LoadFailure {

	private LoadFailure() {}

	/**
	 * @param failure as Java threw it
	 * @param jars of the installation, see {@link InstalledJars}
	 * @return one sentence: the jars that clash if some do, else what Java said
	 */
	public static String sentence(final LinkageError failure, final List<Path> jars) {
		for (final Finding finding : JarClashes.in(jars)) {
			if (finding.level() == Finding.Level.BROKEN) return "LibTorch did not start because of jars that clash: " + finding
				.fact() + ". " + finding.advice();
		}
		// It could not even be unpacked, which is told in a sentence.
		if (failure.getCause() instanceof final IOException e && failure.getMessage().equals(e.getMessage())) return e
			.getMessage();
		return "LibTorch did not start (" + reason(failure) + "); run RWKV-SSS Check Installation to see what is missing";
	}

	/** @return what the innermost cause says */
	static String reason(final Throwable failure) {
		Throwable cause = failure;
		while (cause.getCause() != null) cause = cause.getCause();
		final String message = String.valueOf(cause.getMessage()).strip().replaceAll("\\s*\\R\\s*", " ");
		return cause.getClass().getSimpleName() + ": " + message;
	}
}
