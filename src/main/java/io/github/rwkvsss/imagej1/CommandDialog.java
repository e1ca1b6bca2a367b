package io.github.rwkvsss.imagej1;

import java.awt.AWTEvent;
import java.awt.Button;
import java.awt.Color;
import java.awt.Component;
import java.awt.EventQueue;
import java.awt.GridBagConstraints;
import java.awt.Insets;
import java.awt.Panel;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.DialogListener;
import ij.gui.GUI;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.ImageRoles;
import io.github.rwkvsss.command.Input;

/**
 * Asks for a command's inputs, and records the answers as a macro of Fiji would give them. What is rarely changed stays
 * folded until asked for; OK can be pressed only when every answer fits, and a line below the fields says what is
 * wrong, or else what the field in hand means.
 */
final class CommandDialog extends GenericDialog implements DialogListener {

	private static final long serialVersionUID = 1L;
	private static final int ROWS = 14;
	/** Of both parts, which a screen of 800 rows of pixels has room for. */
	private static final int ALL_ROWS = 22;
	/** Key of what holds only while the dialog is open. */
	private static final String PREVIEW = "preview";
	private static final Color HINT = new Color(60, 60, 60);
	private static final Color REFUSAL = new Color(176, 0, 32);

	private final transient CommandCall call;
	private final transient List<Field> fields = new ArrayList<>();
	private final transient List<Component> folded = new ArrayList<>();
	private final transient HintLine hints;
	private final transient Map<String, String> kept;
	private transient Button unfold;

	CommandDialog(final CommandCall call, final String label) {
		super(CommandCall.plain(label));
		this.call = call;
		// A line for each sentence, so that the dialog stays narrow.
		call.warning().ifPresent(warning -> addMessage(warning.replace(". ", ".\n"), null, REFUSAL));
		kept = KeptAnswers.of(call.command());
		final List<Input> inputs = call.inputs();
		final List<Input> advanced = inputs.stream().filter(input -> input.place() == Input.Place.ADVANCED).toList();
		addFields(inputs.stream().filter(input -> input.place() == Input.Place.MAIN).toList(), 0);
		if (!advanced.isEmpty()) addFolded(advanced);
		hints = new HintLine();
		final Panel panel = new Panel();
		panel.add(hints);
		addPanel(panel, GridBagConstraints.CENTER, new Insets(8, 12, 0, 12));
		addHelp(DialogHelp.of(label, inputs));
		addDialogListener(this);
		call.tellPreview(sentence -> EventQueue.invokeLater(() -> hints.show("Preview: " + sentence, REFUSAL)));
	}

	/**
	 * Shows the dialog and waits for the user.
	 *
	 * @return false if the user canceled, which ends a macro that asked
	 * @throws IOException in one sentence if an answer names a file that cannot be read
	 */
	boolean fill() throws IOException {
		showDialog();
		if (!wasOKed()) call.endPreview();
		KeptAnswers.forget(call.command());
		if (wasCanceled()) return false;
		final Map<String, String> answers = new HashMap<>();
		for (final Field field : fields) {
			if (field.input().key().equals(PREVIEW)) continue;
			field.answer(call);
			if (field.recorded() != null) answers.put(field.input().key(), field.recorded());
			if (IJ.recording()) record(field.input().key(), field.recorded());
		}
		// The preview ends with the dialog.
		if (call.isPreviewable()) call.set(PREVIEW, "false");
		KeptAnswers.keep(call.command(), answers);
		call.whenDone(() -> KeptAnswers.forget(call.command()));
		return true;
	}

	private static void record(final String key, final String value) {
		if (value == null) return;
		// Backslashes of Windows are doubled, as in every text of a macro.
		Recorder.recordOption(key, value.isEmpty() ? "[]" : Recorder.fixPath(value));
	}

	/**
	 * Beside each other where there are too many for a small screen, but for fields with a button beside them.
	 *
	 * @param above rows that are there already
	 */
	private void addFields(final List<Input> inputs, final int above) {
		final int perRow = inputs.size() > 2 * ROWS ? 3 : inputs.size() > ROWS || inputs.size() + above > ALL_ROWS ? 2 : 1;
		final List<Input> rest = new ArrayList<>(inputs);
		int inRow = 0;
		while (!rest.isEmpty()) {
			final Input input = rest.remove(perRow == 1 || inRow > 0 ? 0 : opener(rest));
			final boolean beside = inRow > 0 && Field.isNarrow(input);
			if (beside) addToSameRow();
			addField(input);
			// NB: what follows a line of text in its row, ImageJ puts outside of the window.
			final boolean open = Field.isNarrow(input) && !Field.isLine(input);
			inRow = open ? ((beside ? inRow : 0) + 1) % perRow : 0;
		}
	}

	/** @return which of the fields begins a row: not a line of text if what follows it can, so that it has company */
	private static int opener(final List<Input> rest) {
		final boolean waits = Field.isNarrow(rest.get(0)) && Field.isLine(rest.get(0)) && rest.size() > 1 && Field.isNarrow(rest
			.get(1)) && !Field.isLine(rest.get(1));
		return waits ? 1 : 0;
	}

	private void addField(final Input input) {
		final Field field = Field.add(this, input, fields, kept.getOrDefault(input.key(), input.presetText()));
		fields.add(field);
		field.component().addFocusListener(new FocusAdapter() {

			@Override
			public void focusGained(final FocusEvent e) {
				showState(field.input());
			}
		});
	}

	private void addFolded(final List<Input> advanced) {
		addButton(Fold.CLOSED.text, event -> turn());
		unfold = (Button) getComponent(getComponentCount() - 1);
		final Set<Component> before = new HashSet<>(Arrays.asList(getComponents()));
		addFields(advanced, fields.size());
		for (final Component component : getComponents()) if (!before.contains(component)) folded.add(component);
		folded.forEach(component -> component.setVisible(false));
	}

	/** Shows what was folded, or folds it. */
	private void turn() {
		final Fold next = unfold.getLabel().equals(Fold.CLOSED.text) ? Fold.OPEN : Fold.CLOSED;
		unfold.setLabel(next.text);
		folded.forEach(component -> component.setVisible(next == Fold.OPEN));
		pack();
		GUI.centerOnImageJScreen(this);
	}

	/** @return what the line below the fields says */
	String hint() {
		return hints.words();
	}

	/** Called by ImageJ when the buttons exist and the window is about to show. */
	@Override
	protected void setup() {
		getButtons()[0].setEnabled(showState(null));
	}

	@Override
	public boolean dialogItemChanged(final GenericDialog dialog, final AWTEvent event) {
		final boolean ready = showState(fields.stream().filter(field -> event != null && field.component() == event.getSource())
			.map(Field::input).findFirst().orElse(null));
		if (ready) preview();
		return ready;
	}

	private void preview() {
		try {
			for (final Field field : fields) field.answer(call);
			call.preview();
		}
		catch (final IOException e) {
			hints.show(e.getMessage(), REFUSAL);
		}
	}

	/**
	 * Says what does not fit, or what is still to be given, or what a field means.
	 *
	 * @param current the field in hand; null if none
	 * @return whether the command could run now
	 */
	private boolean showState(final Input current) {
		final List<String> missing = new ArrayList<>();
		final Map<Input, ImagePlus> images = new LinkedHashMap<>();
		for (final Field field : fields) {
			final String refusal = field.refusal();
			if (refusal != null) {
				hints.show(refusal, REFUSAL);
				return false;
			}
			if (field.isMissing()) missing.add(field.input().label());
			if (field.image() != null) images.put(field.input(), field.image());
		}
		final Optional<String> slip = ImageRoles.refusal(images);
		if (slip.isPresent()) {
			hints.show(slip.get(), REFUSAL);
			return false;
		}
		final String meaning = current == null ? CommandCall.descriptionOf(call.command()) : DialogHelp.hint(current);
		hints.show(missing.isEmpty() ? meaning : meaning + " Still to be given: " + String.join(", ", missing) + ".", HINT);
		return missing.isEmpty();
	}

	private enum Fold {

			CLOSED("Advanced settings >>"), OPEN("<< Fewer settings");

		private final String text;

		Fold(final String text) {
			this.text = text;
		}
	}
}
