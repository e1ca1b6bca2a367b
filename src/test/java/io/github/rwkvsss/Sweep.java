package io.github.rwkvsss;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * A test that takes long and whose subject another test also covers, for fewer cases. Runs with the profile
 * {@code sweeps}, as {@code .ci/run} does: {@code mvn -B -Psweeps test}.
 */
@Target({ ElementType.METHOD, ElementType.TYPE })
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(named = "rwkvsss.sweeps", matches = "true", disabledReason = "a sweep: mvn -B -Psweeps test")
public @interface Sweep {

	/** Tells whether sweeps run. */
	final class State {

		private State() {}

		/** @return whether the profile is on */
		public static boolean on() {
			return Boolean.getBoolean("rwkvsss.sweeps");
		}

		/** @return the number of cases: usually, or in a sweep */
		public static int count(final int usually, final int inSweep) {
			return on() ? inSweep : usually;
		}
	}
}
