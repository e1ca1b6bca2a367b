package io.github.rwkvsss.bioimage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the steps before and after a network, of both versions of descriptions. */
final class ProcessingReader {

	private final List<TensorAxis> axes;
	private final String place;
	private final String tensor;

	/**
	 * @param axes of the tensor that the steps are about
	 * @param place of it, for messages
	 * @param tensor its id
	 */
	ProcessingReader(final List<TensorAxis> axes, final String place, final String tensor) {
		this.axes = axes;
		this.place = place;
		this.tensor = tensor;
	}

	/** @throws IOException in one sentence if a step is unknown or is not done here */
	List<ProcessingStep> read(final List<?> steps) throws IOException {
		final List<ProcessingStep> read = new ArrayList<>();
		for (final Object each : steps) {
			final Fields step = Fields.of(each, place + " processing");
			final String name = step.has("id") ? step.text("id") : step.text("name");
			final Fields arguments = step.has("kwargs") ? step.fields("kwargs") : Fields.of(Map.of(), name);
			step(name, arguments).ifPresent(read::add);
		}
		return read;
	}

	private Optional<ProcessingStep> step(final String name, final Fields arguments) throws IOException {
		return switch (name) {
			// Numbers are float32 here, and become the network's type just before it.
			case "ensure_dtype" -> Optional.empty();
			case "scale_linear" -> {
				alongChannels(name, arguments);
				yield Optional.of(new ProcessingStep.Linear(arguments.numbers("gain", 1), arguments.numbers("offset", 0)));
			}
			case "fixed_zero_mean_unit_variance" -> {
				alongChannels(name, arguments);
				yield Optional.of(fixed(arguments, 0));
			}
			case "zero_mean_unit_variance" -> {
				final String mode = arguments.text("mode", arguments.has("mean") ? "fixed" : "per_sample");
				yield Optional.of(mode.equals("fixed") ? fixed(arguments, arguments.number("eps", 1e-6))
					: new ProcessingStep.Moments(over(name, arguments)));
			}
			case "scale_range" -> {
				final String reference = arguments.text("reference_tensor", tensor);
				if (!reference.equals(tensor)) throw new IOException("the model's step " + name + " measures another tensor (" +
					reference + "), which is not done here");
				yield Optional.of(new ProcessingStep.Percentiles(arguments.number("min_percentile", 0), arguments.number(
					"max_percentile", 100), over(name, arguments)));
			}
			case "clip" -> {
				if (arguments.has("min_percentile") || arguments.has("max_percentile")) throw new IOException("the model's step " +
					name + " measures percentiles, which is not done here");
				yield Optional.of(new ProcessingStep.Clip(arguments.number("min", Double.NEGATIVE_INFINITY), arguments.number("max",
					Double.POSITIVE_INFINITY)));
			}
			case "binarize" -> {
				alongChannels(name, arguments);
				if (!arguments.has("threshold")) throw new IOException("the model's step binarize has no threshold");
				yield Optional.of(new ProcessingStep.Threshold(arguments.numbers("threshold", 0)));
			}
			case "sigmoid" -> Optional.of(new ProcessingStep.Sigmoid());
			case "softmax" -> {
				alongChannels(name, arguments);
				yield Optional.of(new ProcessingStep.Softmax());
			}
			default -> throw new IOException("the model's step " + name + " of the " + place +
				" is not known here; known are scale_range, zero_mean_unit_variance, fixed_zero_mean_unit_variance, " +
				"scale_linear, clip, binarize, sigmoid, softmax and ensure_dtype");
		};
	}

	private static ProcessingStep fixed(final Fields arguments, final double epsilon) throws IOException {
		if (!arguments.has("mean") || !arguments.has("std")) throw new IOException(
			"the model's normalisation to fixed numbers lacks its mean or its std");
		final List<Double> mean = arguments.numbers("mean", 0);
		final List<Double> deviation = arguments.numbers("std", 1);
		if (mean.size() != deviation.size()) throw new IOException("the model's normalisation has " + mean.size() +
			" means, but " + deviation.size() + " standard deviations");
		final List<Double> gain = new ArrayList<>();
		final List<Double> offset = new ArrayList<>();
		for (int i = 0; i < mean.size(); i++) {
			gain.add(1 / (deviation.get(i) + epsilon));
			offset.add(-mean.get(i) * gain.get(i));
		}
		return new ProcessingStep.Linear(gain, offset);
	}

	private void alongChannels(final String name, final Fields arguments) throws IOException {
		final String axis = arguments.text("axis", "");
		if (!axis.isEmpty() && letter(axis) != 'c') throw new IOException("the model's step " + name + " runs along the axis " +
			axis + ", which is not done here");
	}

	/**
	 * What is measured over a data set is measured over the image: that is the data set here. Measuring over less than a
	 * whole plane or volume is not done.
	 */
	private ProcessingStep.Over over(final String name, final Fields arguments) throws IOException {
		final StringBuilder letters = new StringBuilder();
		final Object given = arguments.value("axes").orElse(null);
		if (given == null) axes.forEach(axis -> letters.append(axis.letter()));
		else if (given instanceof final String text) letters.append(text);
		else for (final Object id : arguments.list("axes")) letters.append(letter(String.valueOf(id)));
		for (final TensorAxis axis : axes) if (axis.isSpace() && letters.indexOf(String.valueOf(axis.letter())) < 0)
			throw new IOException("the model's step " + name + " measures over the axes " + letters +
				" only; here it is the whole plane or volume");
		return letters.indexOf("c") < 0 ? ProcessingStep.Over.EACH_CHANNEL : ProcessingStep.Over.ALL;
	}

	private char letter(final String id) throws IOException {
		for (final TensorAxis axis : axes) if (axis.id().equals(id)) return axis.letter();
		// Tensors without a batch axis may still be measured over batches.
		if (id.equals("batch") || id.equals("b")) return 'b';
		throw new IOException("the model has no axis " + id + ", but a step over it");
	}
}
