package io.github.rwkvsss.workbench;

import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;

/**
 * The keys of the tools. With ImageJ's own tools only Q is taken, which ImageJ does not use; with a correction tool the
 * tools' letters, Z, Y and Escape.
 */
final class Keys {

	private final WorkbenchState state;
	private final Correcting correcting;

	Keys(final WorkbenchState state, final Correcting correcting) {
		this.state = state;
		this.correcting = correcting;
	}

	/** @return whether the key meant something; if not, it is for others */
	boolean take(final KeyEvent event) {
		if ((event.getModifiersEx() & (InputEvent.ALT_DOWN_MASK | InputEvent.META_DOWN_MASK | InputEvent.SHIFT_DOWN_MASK)) != 0)
			return false;
		final boolean control = event.isControlDown();
		final int key = event.getKeyCode();
		if (key == KeyEvent.VK_Q && !control) correcting.addSelection();
		else if (state.tool().isEmpty()) return false;
		else if (key == KeyEvent.VK_Z) correcting.undo();
		else if (key == KeyEvent.VK_Y) correcting.redo();
		else if (key == KeyEvent.VK_ESCAPE) state.tool(null);
		else return !control && choose(key);
		return true;
	}

	private boolean choose(final int key) {
		for (final CorrectionTool tool : CorrectionTool.values()) {
			if (tool.key() != key) continue;
			state.tool(tool);
			return true;
		}
		return false;
	}
}
