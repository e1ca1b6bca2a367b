package io.github.rwkvsss.imagej1;

import java.util.List;

import io.github.rwkvsss.command.CommandCall;
import io.github.rwkvsss.command.Input;

/** What a dialog says of its fields, from the commands' annotations. */
final class DialogHelp {

	private DialogHelp() {}

	/** @return one or two sentences on an input */
	static String hint(final Input input) {
		return input.range().isEmpty() ? input.description() : input.description() + " Range: " + input.range() + ".";
	}

	/** @return a page of all inputs, for the Help button */
	static String of(final String label, final List<Input> inputs) {
		final StringBuilder text = new StringBuilder("<html><h3>").append(escaped(CommandCall.plain(label))).append(
			"</h3><table>");
		for (final Input input : inputs) text.append("<tr><td valign=top><b>").append(escaped(input.label())).append(
			"</b><br><code>").append(escaped(input.key())).append("</code></td><td>").append(escaped(hint(input))).append(
				"</td></tr>");
		return text.append("</table><p>The words below the names are the keys of macros.</p></html>").toString();
	}

	private static String escaped(final String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;");
	}
}
