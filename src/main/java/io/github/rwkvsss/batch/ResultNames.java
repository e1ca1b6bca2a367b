package io.github.rwkvsss.batch;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.github.rwkvsss.file.NameRules;
import io.github.rwkvsss.format.ImageReader;

/**
 * What the results of a batch's files are called: as the files without their extension, and otherwise where one result would
 * replace another or Windows could not hold it. The same on every system, because results move from one to another.
 */
final class ResultNames {

	private final Map<String, String> results = new LinkedHashMap<>();

	/** Files whose results are called otherwise for a reason that is not seen in their names. */
	private final Map<String, String> told = new LinkedHashMap<>();

	/** @param names of all files, as paths below the batch's folder, with slashes, in their order */
	ResultNames(final List<String> names) {
		final Map<String, Integer> count = new HashMap<>();
		for (final String name : names) count.merge(NameRules.sameOnDisk(usual(name)), 1, Integer::sum);
		final Set<String> taken = new HashSet<>();
		for (final String name : names) {
			// Two files that differ in their extension only keep it, or one result would replace the other.
			final String wanted = count.get(NameRules.sameOnDisk(usual(name))) == 1 ? usual(name) : usable(name);
			String result = wanted;
			for (int i = 2; !taken.add(NameRules.sameOnDisk(result)); i++) result = wanted + "-" + i;
			results.put(name, result);
			if (!result.equals(name) && !result.equals(ImageReader.withoutExtension(name))) told.put(name, result);
		}
	}

	private static String usual(final String name) {
		return usable(ImageReader.withoutExtension(name));
	}

	/** Puts a line below the names that Windows has for devices, and behind folders' names that it would cut. */
	private static String usable(final String path) {
		final String[] names = path.split("/");
		for (int i = 0; i < names.length; i++) {
			if (NameRules.isDevice(names[i])) {
				final int dot = names[i].indexOf('.');
				names[i] = dot < 0 ? names[i] + "_" : names[i].substring(0, dot) + "_" + names[i].substring(dot);
			}
			// NB: behind the last one there is an extension.
			if (i < names.length - 1 && names[i].matches("(?s).*[. ]")) names[i] += "_";
		}
		return String.join("/", names);
	}

	/** @return path of a file's results below a folder of results, without extension */
	String of(final String name) {
		return results.get(name);
	}

	/** @return one sentence, if results are called otherwise than a user would expect */
	Optional<String> notice() {
		if (told.isEmpty()) return Optional.empty();
		final Map.Entry<String, String> first = told.entrySet().iterator().next();
		return Optional.of("the results of " + first.getKey() + (told.size() > 1 ? " and of " + (told.size() - 1) + " more"
			: "") + " have another name, " + first.getValue() + (told.size() > 1 ? " the first" : "") +
			", because not every disk tells capitals apart, and Windows keeps some names for itself");
	}
}
