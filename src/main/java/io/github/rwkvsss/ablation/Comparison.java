package io.github.rwkvsss.ablation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs by data set and variant: means, standard deviations over seeds, and differences from a reference variant, paired
 * by seed, with their standard errors. Runs of other lengths, presets, patches or batches are never mixed.
 */
public final class Comparison {

	private final List<Run> runs;
	private final String reference;

	/**
	 * One variant on one data set.
	 *
	 * @param variant its title
	 * @param runs of it, by seed
	 * @param mean of the scores
	 * @param deviation of the scores between seeds; NaN of one run
	 * @param difference of the scores from the reference's of the same seeds; of no pairs where the reference was not run
	 */
	public record Entry(String variant, List<Run> runs, double mean, double deviation, PairedDifference difference) {}

	/**
	 * Entries that may be compared.
	 *
	 * @param title data set, preset, steps, batch and patch
	 * @param entries one per variant, the reference first
	 */
	public record Group(String title, List<Entry> entries) {}

	/**
	 * @param runs in any order
	 * @param reference title of the variant that the others are compared with
	 */
	public Comparison(final List<Run> runs, final String reference) {
		this.runs = List.copyOf(runs);
		this.reference = reference;
	}

	/** @return the groups in the order of their first runs */
	public List<Group> groups() {
		final Map<Run.Key, List<Run>> parts = new LinkedHashMap<>();
		for (final Run run : runs) parts.computeIfAbsent(protocol(run.key()), key -> new ArrayList<>()).add(run);
		return parts.entrySet().stream().map(part -> group(part.getKey(), part.getValue())).toList();
	}

	/** @return what all runs of a group have in common */
	private static Run.Key protocol(final Run.Key key) {
		return new Run.Key("", key.data(), 0, key.steps(), key.preset(), key.patch(), key.batch());
	}

	private Group group(final Run.Key protocol, final List<Run> members) {
		final Map<String, Map<Long, Run>> variants = new LinkedHashMap<>();
		for (final Run run : members) variants.computeIfAbsent(run.key().variant(), variant -> new TreeMap<>()).put(run.key()
			.seed(), run);
		final Map<Long, Run> references = variants.getOrDefault(reference, Map.of());
		final List<Entry> entries = new ArrayList<>();
		variants.forEach((variant, bySeed) -> entries.add(entry(variant, bySeed, references)));
		entries.sort(Comparator.comparingInt(entry -> entry.variant().equals(reference) ? -1 : place(entry.variant())));
		return new Group(String.format(Locale.ROOT, "%s, preset %s, %d steps of %d patches of %s", protocol.data(), protocol
			.preset(), protocol.steps(), protocol.batch(), protocol.patch()), entries);
	}

	private static int place(final String variant) {
		final int place = Variant.titles().indexOf(variant);
		return place < 0 ? Integer.MAX_VALUE : place;
	}

	private static Entry entry(final String variant, final Map<Long, Run> bySeed, final Map<Long, Run> references) {
		final double[] scores = bySeed.values().stream().mapToDouble(Run::score).toArray();
		final List<Long> both = bySeed.keySet().stream().filter(references::containsKey).toList();
		final PairedDifference difference = PairedDifference.of(both.stream().mapToDouble(seed -> bySeed.get(seed).score())
			.toArray(), both.stream().mapToDouble(seed -> references.get(seed).score()).toArray());
		return new Entry(variant, List.copyOf(bySeed.values()), PairedDifference.mean(scores), PairedDifference.deviation(
			scores), difference);
	}

	/** @return all groups as tables in Markdown */
	public String markdown() {
		final StringBuilder text = new StringBuilder();
		for (final Group group : groups()) {
			text.append("### ").append(group.title()).append("\n\n");
			text.append("| variant | what it is | seeds | parameters | GMAC | score | deviation | difference from ").append(
				reference).append(", paired | standard error | beyond two errors |\n|---|---|---|---|---|---|---|---|---|---|\n");
			for (final Entry entry : group.entries()) text.append(row(entry));
			text.append('\n').append(parts(group)).append('\n');
		}
		return text.toString();
	}

	private String row(final Entry entry) {
		final Run first = entry.runs().get(0);
		final PairedDifference difference = entry.difference();
		final boolean compared = !entry.variant().equals(reference) && difference.pairs() > 0;
		final boolean judged = compared && difference.pairs() > 1;
		return String.format(Locale.ROOT, "| %s | %s | %d | %,d | %.3f | %.4f | %s | %s | %s | %s |%n", entry.variant(), words(
			entry.variant()), entry.runs().size(), first.parameters(), first.operations() / 1e9, entry.mean(), number("%.4f",
				entry.deviation()), compared ? number("%+.4f", difference.mean()) : "", judged ? number("%.4f", difference
					.standardError()) : "", !judged ? "" : difference.exceedsTwoErrors() ? difference.mean() < 0 ? "below" : "above"
						: "no");
	}

	/** A table of the single scores' means over seeds, such as classes. */
	private static String parts(final Group group) {
		final List<String> names = List.copyOf(group.entries().get(0).runs().get(0).scores().keySet());
		final StringBuilder text = new StringBuilder("| variant | ").append(String.join(" | ", names)).append(" |\n|").append(
			"---|".repeat(names.size() + 1)).append('\n');
		for (final Entry entry : group.entries()) text.append("| ").append(entry.variant()).append(" | ").append(names.stream()
			.map(name -> number("%.4f", entry.runs().stream().mapToDouble(run -> run.scores().getOrDefault(name, Double.NaN))
				.average().orElse(Double.NaN))).collect(Collectors.joining(" | "))).append(" |\n");
		return text.toString();
	}

	private static String words(final String variant) {
		return Optional.of(variant).filter(Variant.titles()::contains).map(title -> Variant.titled(title).words()).orElse("");
	}

	private static String number(final String format, final double value) {
		return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
	}
}
