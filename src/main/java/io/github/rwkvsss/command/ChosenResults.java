package io.github.rwkvsss.command;

import java.util.EnumSet;
import java.util.Set;

import io.github.rwkvsss.segment.ResultKind;

/** Gathers the results whose boxes are ticked. */
final class ChosenResults {

	private final EnumSet<ResultKind> kinds = EnumSet.noneOf(ResultKind.class);

	/** @param chosen whether the kind's box is ticked */
	ChosenResults add(final ResultKind kind, final boolean chosen) {
		if (chosen) kinds.add(kind);
		return this;
	}

	Set<ResultKind> kinds() {
		return kinds;
	}
}
