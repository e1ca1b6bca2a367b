package io.github.rwkvsss.workbench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;

import org.junit.jupiter.api.Test;

/** Where the window stands, and what the recorder is given. */
class WorkbenchPartsTest {

	private static final Rectangle SCREEN = new Rectangle(0, 20, 1280, 780);
	private static final Dimension SIZE = new Dimension(390, 700);

	@Test
	void theWindowStandsBesideTheImageWhereThereIsRoom() {
		assertEquals(new Point(500, 60), Docking.place(new Rectangle(100, 60, 400, 300), SIZE, SCREEN));
		assertEquals(new Point(210, 60), Docking.place(new Rectangle(600, 60, 400, 300), SIZE, SCREEN));
		assertEquals(new Point(890, 60), Docking.place(new Rectangle(100, 60, 900, 300), SIZE, SCREEN));
		assertEquals(new Point(890, 20), Docking.place(null, SIZE, SCREEN));
		// It would reach below the screen.
		assertEquals(new Point(500, 100), Docking.place(new Rectangle(100, 500, 400, 200), SIZE, SCREEN));
		// Larger than the screen: its upper left corner is seen.
		assertEquals(new Point(0, 20), Docking.place(null, new Dimension(2000, 2000), SCREEN));
	}

	@Test
	void callsAreWrittenAsMacrosHaveThem() {
		assertEquals("run(\"RWKV-SSS Segment...\", \"input=[my cells.tif] model=nuclei-2d diameter=20.5\");\n", MacroCall.of(
			"RWKV-SSS Segment...").with("input", "my cells.tif").with("model", "nuclei-2d").withNumber("diameter", 20.5).text());
		assertEquals("run(\"L\", \"project=C:\\\\a\\\\b input=[] steps=30\");\n", MacroCall.of("L").with("project", "C:\\a\\b")
			.with("input", "").withNumber("steps", 30).withNumber("diameter", 0).text());
	}
}
