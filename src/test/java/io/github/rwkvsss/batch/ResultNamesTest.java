package io.github.rwkvsss.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;

class ResultNamesTest {

	private static List<String> of(final String... names) {
		final ResultNames results = new ResultNames(List.of(names));
		final List<String> all = List.of(names).stream().map(results::of).toList();
		final Set<String> onDisk = new HashSet<>(all.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList());
		assertEquals(all.size(), onDisk.size(), all.toString());
		return all;
	}

	@Test
	void theyAreTheFilesNamesWithoutExtension() {
		assertEquals(List.of("a", "plate 1/b", "cells.1"), of("a.tif", "plate 1/b.nii.gz", "cells.1.png"));
		assertEquals(List.of("a.png", "a.tif", "b"), of("a.png", "a.tif", "b.tif"));
		assertEquals(Optional.empty(), new ResultNames(List.of("a.png", "a.tif", "b.tif")).notice());
	}

	@Test
	void namesThatDifferInCapitalsOnlyKeepTheirResultsApart() {
		assertEquals(List.of("A.tif", "a.tif-2"), of("A.tif", "a.tif"));
		assertEquals(List.of("Plate/A.tif", "plate/a.tif-2", "plate/b"), of("Plate/A.tif", "plate/a.tif", "plate/b.tif"));
		assertEquals(List.of("\u00fc.tif", "U\u0308.tif-2"), of("\u00fc.tif", "U\u0308.tif"));
		assertEquals(Optional.of(
			"the results of a.tif have another name, a.tif-2, because not every disk tells capitals apart, " +
				"and Windows keeps some names for itself"), new ResultNames(List.of("A.tif", "a.tif")).notice());
	}

	/** The third file's own name without its extension is what the first one's results are called. */
	@Test
	void aNameThatAnotherFilesResultsHaveIsNotTakenTwice() {
		assertEquals(List.of("a.png", "a.tif", "a.tif-2"), of("a.png", "a.tif", "a.tif.png"));
	}

	@Test
	void namesOfWindowsDevicesGetALine() {
		assertEquals(List.of("con_", "aux_", "nul_.x", "prn_/a", "plate 1._/a"), of("con.tif", "aux.png", "nul.x.tif",
			"prn/a.tif", "plate 1./a.tif"));
		assertEquals(List.of("con_.png", "con_.tif"), of("con.png", "con.tif"));
		assertEquals(List.of("con_.tif", "con_.tif-2"), of("con.tif", "con_.tif"));
	}
}
