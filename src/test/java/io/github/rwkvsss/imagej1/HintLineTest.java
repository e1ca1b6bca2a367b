package io.github.rwkvsss.imagej1;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.CommandList;
import io.github.rwkvsss.command.Input;

/** What dialogs say of their fields fits into the lines below them. */
class HintLineTest {

	private static final FontMetrics METRICS = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics()
		.getFontMetrics(new Font(Font.SANS_SERIF, Font.PLAIN, 12));

	@TestFactory
	List<DynamicTest> everyHintFits() {
		final List<DynamicTest> tests = new ArrayList<>();
		for (final CommandList.Entry entry : CommandList.entries()) {
			final List<Input> inputs = CommandCall.of(entry.command()).inputs();
			final String missing = inputs.stream().filter(Input::isNeeded).map(Input::label).collect(Collectors.joining(", "));
			for (final Input input : inputs) tests.add(DynamicTest.dynamicTest(entry.name() + " " + input.key(), () -> {
				final String hint = DialogHelp.hint(input) + (missing.isEmpty() ? "" : " Still to be given: " + missing + ".");
				final String shown = String.join(" ", HintLine.shown(hint, METRICS));
				assertTrue(shown.equals(hint), "shown is only: " + shown);
			}));
		}
		return tests;
	}
}
