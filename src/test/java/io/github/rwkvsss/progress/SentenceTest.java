package io.github.rwkvsss.progress;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;

import org.junit.jupiter.api.Test;

/** What an exception says on one line. */
class SentenceTest {

	@Test
	void linesAreJoinedAndEmptyOnesTellTheirKind() {
		assertEquals("the file is gone look again", Sentence.of(new IOException(" the file is gone\n  look again ")));
		assertEquals("IOException", Sentence.of(new IOException()));
		assertEquals("there is not enough memory; close other images, or give Java more (Edit > Options > Memory & Threads)",
			Sentence.of(new OutOfMemoryError("Java heap space")));
	}
}
