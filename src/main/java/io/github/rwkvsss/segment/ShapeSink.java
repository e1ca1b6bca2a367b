package io.github.rwkvsss.segment;

import java.io.IOException;

/** Where shapes go, one after another. */
public interface ShapeSink {

	/** Takes the next shape. */
	void add(ObjectShape shape) throws IOException;

	/** Ends the file; what it is written to stays open. */
	void finish() throws IOException;
}
