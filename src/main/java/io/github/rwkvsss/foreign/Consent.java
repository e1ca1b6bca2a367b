package io.github.rwkvsss.foreign;

import java.io.IOException;

/** Whether the user trusts the code in an archive. */
public enum Consent {

		/** The user said so. */
		GIVEN,
		/** Nothing was said. */
		NOT_GIVEN;

	/** What users are told where an archive was loaded. */
	public static final String WARNING =
		"Note: whoever loads a TorchScript archive runs the code in it. Load none that you do not trust.";

	/**
	 * @param what the archive or package, for the message
	 * @throws IOException in one sentence if consent was not given
	 */
	void require(final Object what) throws IOException {
		if (this != GIVEN) throw new IOException(what +
			" holds TorchScript, a program that would run with your rights; if you trust who made it, tick \"I trust its code\" (trust_code=true)");
	}
}
