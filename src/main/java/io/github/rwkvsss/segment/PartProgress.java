package io.github.rwkvsss.segment;

import io.github.rwkvsss.progress.Progress;

/** The progress of one of several parts of one length. */
final class PartProgress {

	private PartProgress() {}

	/**
	 * @param before how many parts are done
	 * @param count of all parts
	 */
	static Progress of(final Progress progress, final long before, final long count) {
		return (done, total, message) -> progress.update(before * total + done, count * total, message);
	}
}
