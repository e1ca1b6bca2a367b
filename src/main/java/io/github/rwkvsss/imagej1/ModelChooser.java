package io.github.rwkvsss.imagej1;

import java.awt.Button;
import java.awt.Dialog;
import java.awt.FileDialog;
import java.awt.MenuItem;
import java.awt.PopupMenu;
import java.io.File;
import java.util.function.Consumer;

import io.github.rwkvsss.command.Input;

/** A button that offers the models that there are now, a file where one goes, and none where none will do. */
final class ModelChooser extends Button {

	private static final long serialVersionUID = 1L;

	private final transient Dialog dialog;
	private final transient Input input;
	private final transient Consumer<String> taker;
	private final PopupMenu menu = new PopupMenu();

	/**
	 * @param dialog of the field
	 * @param input that names a model
	 * @param taker given what is chosen: a name, the path of a file, or an empty text for none
	 */
	ModelChooser(final Dialog dialog, final Input input, final Consumer<String> taker) {
		super("Choose...");
		// For programs that find their way in windows by name.
		setName(input.key() + " list");
		this.dialog = dialog;
		this.input = input;
		this.taker = taker;
		add(menu);
		fill();
		addActionListener(event -> open());
	}

	/** @return what is offered */
	PopupMenu menu() {
		return menu;
	}

	private void open() {
		// Models may have come and gone since the dialog opened.
		fill();
		menu.show(this, 0, getHeight());
	}

	private void fill() {
		menu.removeAll();
		if (!input.required()) offer("(none)", () -> taker.accept(""));
		for (final String name : input.suggestions()) offer(name, () -> taker.accept(name));
		if (!input.takesModelFile()) return;
		menu.addSeparator();
		offer("Model file...", this::browse);
	}

	private void offer(final String label, final Runnable action) {
		final MenuItem item = new MenuItem(label);
		item.addActionListener(event -> action.run());
		menu.add(item);
	}

	private void browse() {
		final FileDialog chooser = new FileDialog(dialog, input.label(), FileDialog.LOAD);
		chooser.setVisible(true);
		if (chooser.getFile() != null) taker.accept(new File(chooser.getDirectory(), chooser.getFile()).getPath());
	}
}
