package io.github.rwkvsss.batch;

import java.nio.file.Path;

/**
 * How a batch ended.
 *
 * @param segmented files of this run
 * @param doneBefore files that an earlier run had finished with the same model and settings
 * @param failed files without a result
 * @param status the status file, which says why
 */
public record BatchReport(int segmented, int doneBefore, int failed, Path status) {

	/** @return one sentence with the counts */
	public String sentence() {
		return failed + " of " + (segmented + doneBefore + failed) + " files failed, " + segmented + " segmented, " +
			doneBefore + " done before; see " + status;
	}
}
