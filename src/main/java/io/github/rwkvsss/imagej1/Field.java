package io.github.rwkvsss.imagej1;

import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.FileDialog;
import java.awt.TextField;
import java.awt.event.ActionListener;
import java.awt.event.TextEvent;
import java.io.File;
import java.io.IOException;
import java.util.List;

import ij.ImagePlus;
import ij.gui.GenericDialog;
import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.Input;

/** A field of a dialog: how one input is asked for, and what was answered. */
abstract class Field {

	private static final int TEXT_COLUMNS = 16;
	private static final int FILE_COLUMNS = 24;
	private static final int MODEL_COLUMNS = 18;

	private final Input input;
	private final Component component;

	private Field(final Input input, final Component component) {
		this.input = input;
		this.component = component;
		// For programs that find their way in windows by name.
		component.setName(input.key());
	}

	/**
	 * Adds a field of the kind that an input needs to a dialog.
	 *
	 * @param before fields above; only the first image is chosen beforehand
	 * @param begin text to begin with, which fits
	 */
	static Field add(final GenericDialog dialog, final Input input, final List<Field> before, final String begin) {
		if (input.type() == ImagePlus.class) return new OfImage(dialog, input, before.stream().noneMatch(
			OfImage.class::isInstance), begin);
		if (input.isTruth()) {
			dialog.setInsets(0, 20, 3);
			dialog.addCheckbox(input.label(), Boolean.parseBoolean(begin));
			final Checkbox box = (Checkbox) dialog.getCheckboxes().lastElement();
			return new OfText(input, box) {

				@Override
				String text() {
					return String.valueOf(box.getState());
				}
			};
		}
		if (!input.choices().isEmpty()) {
			dialog.addChoice(input.label(), input.choices().toArray(new String[0]), begin);
			final Choice choice = (Choice) dialog.getChoices().lastElement();
			return new OfText(input, choice) {

				@Override
				String text() {
					return choice.getSelectedItem();
				}
			};
		}
		addText(dialog, input, begin);
		final TextField line = (TextField) dialog.getStringFields().lastElement();
		return new OfText(input, line) {

			@Override
			String text() {
				return line.getText();
			}
		};
	}

	/** @return whether the field of an input is a line of text */
	static boolean isLine(final Input input) {
		return !input.isTruth() && input.choices().isEmpty() && !(input.preset() instanceof Number);
	}

	/** @return whether the field of an input leaves room for another one beside it */
	static boolean isNarrow(final Input input) {
		return input.type() != ImagePlus.class && input.type() != File.class && !isPath(input) && !input.isModel() && !input
			.style().contains("directory");
	}

	private static boolean isPath(final Input input) {
		return input.type() == String.class && input.style().equals("open");
	}

	private static void addText(final GenericDialog dialog, final Input input, final String begin) {
		if (input.isModel()) addModel(dialog, input, begin);
		else if (input.style().contains("directory")) dialog.addDirectoryField(input.label(), begin, FILE_COLUMNS);
		// A path that may also be a folder or an address: chosen as a file, or written.
		else if (isPath(input)) dialog.addFileField(input.label(), begin, FILE_COLUMNS);
		else if (input.type() == String.class) dialog.addStringField(input.label(), begin, TEXT_COLUMNS);
		else if (input.type() != File.class) dialog.addStringField(input.label(), begin, 8);
		else if (!input.style().contains("save")) dialog.addFileField(input.label(), begin, FILE_COLUMNS);
		else addFileToSave(dialog, input, begin);
	}

	/** NB: the field that ImageJ has for files lets its user choose among files that exist. */
	private static void addFileToSave(final GenericDialog dialog, final Input input, final String begin) {
		dialog.addFileField(input.label(), begin, FILE_COLUMNS);
		final TextField line = (TextField) dialog.getStringFields().lastElement();
		final Button browse = (Button) ((Container) dialog.getComponent(dialog.getComponentCount() - 1)).getComponent(1);
		for (final ActionListener listener : browse.getActionListeners()) browse.removeActionListener(listener);
		browse.addActionListener(event -> {
			final FileDialog chooser = new FileDialog(dialog, input.label(), FileDialog.SAVE);
			chooser.setVisible(true);
			if (chooser.getFile() != null) line.setText(new File(chooser.getDirectory(), chooser.getFile()).getPath());
		});
	}

	/** A line with a button beside it that offers what there is. */
	private static void addModel(final GenericDialog dialog, final Input input, final String begin) {
		dialog.addFileField(input.label(), begin, MODEL_COLUMNS);
		final TextField line = (TextField) dialog.getStringFields().lastElement();
		final Container row = (Container) dialog.getComponent(dialog.getComponentCount() - 1);
		row.remove(1);
		row.add(new ModelChooser(dialog, input, text -> {
			line.setText(text);
			dialog.textValueChanged(new TextEvent(line, TextEvent.TEXT_VALUE_CHANGED));
		}));
	}

	Input input() {
		return input;
	}

	/** @return what takes the user's input */
	Component component() {
		return component;
	}

	/** @return in one sentence why the answer does not fit; null if it fits or is still to be given */
	abstract String refusal();

	/** @return whether the command needs an answer that is not there */
	abstract boolean isMissing();

	/** @return the image that is chosen; null if there is none */
	ImagePlus image() {
		return null;
	}

	/** Hands the answer to a call. */
	abstract void answer(CommandCall call) throws IOException;

	/** @return the answer as a macro writes it; null if a macro should leave it out */
	abstract String recorded();

	/** Whatever can be written in one line. */
	private abstract static class OfText extends Field {

		OfText(final Input input, final Component component) {
			super(input, component);
		}

		abstract String text();

		@Override
		String refusal() {
			if (text().isBlank() && !isNumber()) return null;
			try {
				input().parse(text());
				return null;
			}
			catch (final IOException | IllegalArgumentException e) {
				return e.getMessage();
			}
		}

		private boolean isNumber() {
			return input().preset() instanceof Number;
		}

		@Override
		boolean isMissing() {
			return text().isBlank() && input().isNeeded();
		}

		@Override
		void answer(final CommandCall call) throws IOException {
			if (!text().isEmpty() || !input().isNeeded()) call.set(input().key(), text());
		}

		@Override
		String recorded() {
			return text();
		}
	}

	/** One of the open images, the active one first. */
	private static final class OfImage extends Field {

		private final OpenImages images;
		private final Choice choice;

		/** @param before how many images are asked for above */
		/** @param isFirst whether the active image is chosen beforehand */
		OfImage(final GenericDialog dialog, final Input input, final boolean isFirst, final String begin) {
			this(dialog, input, OpenImages.now(!input.required() ? "(none)" : isFirst ? null : "(choose an image)"), begin);
		}

		private OfImage(final GenericDialog dialog, final Input input, final OpenImages images, final String begin) {
			super(input, addTo(dialog, input, images, begin));
			this.images = images;
			choice = (Choice) component();
		}

		private static Choice addTo(final GenericDialog dialog, final Input input, final OpenImages images,
			final String begin)
		{
			final String[] names = images.names().toArray(new String[0]);
			dialog.addChoice(input.label(), names, null);
			final Choice choice = (Choice) dialog.getChoices().lastElement();
			choice.select(images.indexOf(begin));
			return choice;
		}

		@Override
		ImagePlus image() {
			return images.image(choice.getSelectedIndex());
		}

		@Override
		String refusal() {
			return null;
		}

		@Override
		boolean isMissing() {
			return image() == null && input().required();
		}

		@Override
		void answer(final CommandCall call) {
			if (image() == null) call.takePreset(input());
			else call.setValue(input().key(), image());
		}

		@Override
		String recorded() {
			return images.macroName(choice.getSelectedIndex());
		}
	}
}
