package io.github.rwkvsss.check;

/** What this build was made for. */
final class Wanted {

	/** Version of JavaCPP that pom.xml pins. */
	static final String JAVACPP = "1.5.13";

	private Wanted() {}
}
