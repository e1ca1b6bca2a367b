package io.github.rwkvsss.command;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.regex.Pattern;

/** What a model file keeps of its training, for reading: settings stand there as the program writes its records. */
final class RecordWords {

	private static final Pattern RECORD = Pattern.compile("[A-Z]\\w*\\[\\w+=.*\\]");
	private static final Pattern BEGIN = Pattern.compile("\\b[A-Z]\\w*\\[");
	private static final Pattern NAME = Pattern.compile("(\\w+)=");
	private static final Pattern CAPITAL = Pattern.compile("([A-Z])");
	private static final Pattern FRACTION = Pattern.compile("\\d+\\.\\d+(E-?\\d+)?");

	private RecordWords() {}

	/** @return names and values in words, such as "learning rate 0.0007, seed 1"; texts of other kinds as they are */
	static String of(final String text) {
		if (!RECORD.matcher(text).matches()) return text;
		final String named = NAME.matcher(BEGIN.matcher(text).replaceAll("")).replaceAll(name -> CAPITAL.matcher(name.group(1))
			.replaceAll(capital -> " " + capital.group().toLowerCase(Locale.ROOT)) + " ");
		return FRACTION.matcher(named.replaceAll("[\\[\\]]", "")).replaceAll(number -> figure(Double.parseDouble(number
			.group()))).replace("true", "yes").replace("false", "no").toLowerCase(Locale.ROOT);
	}

	/** Four digits that count, without zeros at the end. */
	private static String figure(final double value) {
		return new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
	}
}
