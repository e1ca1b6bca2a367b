package io.github.rwkvsss.spark;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

import scala.Function1;
import scala.Function2;
import scala.collection.Iterator;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** Runs a task per item and hands each result to the driver as soon as it is there, so that a killed driver loses none. */
final class Rows {

	private Rows() {}

	/** A task; runs on executors. */
	@FunctionalInterface
	interface Task<I> extends Serializable {

		String run(I item) throws IOException;
	}

	/** Takes results on the driver, one at a time. */
	@FunctionalInterface
	interface Taker {

		void take(String row) throws IOException;
	}

	private static final class Each<I> extends AbstractFunction1<Iterator<I>, String> implements Serializable {

		private static final long serialVersionUID = 1;
		private final Task<I> task;

		Each(final Task<I> task) {
			this.task = task;
		}

		@Override
		public String apply(final Iterator<I> items) {
			try {
				// NB: one item in each partition.
				return items.hasNext() ? task.run(items.next()) : "";
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e.getMessage(), e);
			}
		}
	}

	private static final class Taken extends AbstractFunction2<Object, String, BoxedUnit> {

		private final Taker taker;

		Taken(final Taker taker) {
			this.taker = taker;
		}

		@Override
		public BoxedUnit apply(final Object partition, final String row) {
			try {
				taker.take(row);
				return BoxedUnit.UNIT;
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e.getMessage(), e);
			}
		}
	}

	static <I> void each(final JavaSparkContext context, final List<I> items, final Task<I> task, final Taker taker) {
		if (items.isEmpty()) return;
		final JavaRDD<I> rdd = context.parallelize(items, items.size());
		final Function1<Iterator<I>, String> each = new Each<>(task);
		final Function2<Object, String, BoxedUnit> taken = new Taken(taker);
		context.sc().runJob(rdd.rdd(), each, taken, ClassTag$.MODULE$.apply(String.class));
	}
}
