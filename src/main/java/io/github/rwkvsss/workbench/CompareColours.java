package io.github.rwkvsss.workbench;

import java.awt.Color;

/** Colours of two models' outlines, distinct for people who see few colours, too. */
final class CompareColours {

	static final Color OLD = new Color(0xE69F00);
	static final Color NEW = new Color(0x56B4E9);

	private CompareColours() {}
}
