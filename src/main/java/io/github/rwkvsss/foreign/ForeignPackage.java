package io.github.rwkvsss.foreign;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.github.rwkvsss.bioimage.ModelDescription;
import io.github.rwkvsss.bioimage.Npy;
import io.github.rwkvsss.bioimage.ProcessingStep;
import io.github.rwkvsss.bioimage.TensorAxis;
import io.github.rwkvsss.bioimage.TensorDescription;
import io.github.rwkvsss.image.IntensityStep;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.model.BundleEntries;

/** A bioimage.io package with TorchScript weights: a zip file or a folder. Reading one runs no code. */
final class ForeignPackage {

	static final String DESCRIPTION = "rdf.yaml";

	/** Names of the description in older packages. */
	private static final List<String> DESCRIPTIONS = List.of(DESCRIPTION, "bioimageio.yaml", "model.yaml");

	private final Path file;
	private final ModelDescription description;
	private final Map<String, byte[]> needed = new LinkedHashMap<>();

	private ForeignPackage(final Path file, final ModelDescription description) {
		this.file = file;
		this.description = description;
	}

	/**
	 * @param file a zip file, or a folder into which one was unpacked
	 * @throws IOException in one sentence if it is no such package, its weights are missing or others than described, or
	 *           it asks for what is not done here
	 */
	static ForeignPackage read(final Path file) throws IOException {
		final BundleEntries entries = BundleEntries.of(file);
		final byte[] yaml = DESCRIPTIONS.stream().map(entries::get).filter(bytes -> bytes != null).findFirst().orElseThrow(
			() -> new IOException(file + " is no bioimage.io package: it has no " + DESCRIPTION + "; choose another file"));
		try {
			final ForeignPackage read = new ForeignPackage(file, ModelDescription.read(yaml));
			read.needed.put(DESCRIPTION, yaml);
			read.take(entries);
			return read;
		}
		catch (final IOException | IllegalArgumentException e) {
			throw new IOException("the package " + file + " cannot be used: " + e.getMessage(), e);
		}
	}

	private void take(final BundleEntries entries) throws IOException {
		final byte[] weights = entries.get(description.weights());
		if (weights == null) throw new IOException("its weights " + description.weights() + " are missing");
		if (description.sha256() == null) throw new IOException("its description states no sha256 of the weights");
		if (!BundleEntries.sha256(weights).equals(description.sha256())) throw new IOException("the checksum of " + description
			.weights() + " is wrong; get the file again");
		needed.put(description.weights(), weights);
		for (final String test : new String[] { description.input().test(), description.output().test() }) if (test != null &&
			entries.get(test) != null) needed.put(test, entries.get(test));
		form(List.of());
	}

	Path file() {
		return file;
	}

	ModelDescription description() {
		return description;
	}

	/** @return the entries that are used, by name: description, weights, examples */
	Map<String, byte[]> needed() {
		return needed;
	}

	byte[] weights() {
		return needed.get(description.weights());
	}

	/** @return an example of an input and of its output, if the package has both */
	Optional<Npy[]> example() throws IOException {
		final byte[] input = needed.get(description.input().test());
		final byte[] output = needed.get(description.output().test());
		return input == null || output == null ? Optional.empty() : Optional.of(new Npy[] { Npy.read(input), Npy.read(
			output) });
	}

	/** @return names of the output's channels; empty if they have none */
	List<String> channelNames() {
		return description.output().axis('c').map(TensorAxis::names).orElse(List.of());
	}

	/**
	 * @param last further steps after those of the description
	 * @throws IllegalArgumentException in one sentence if that form is not run here
	 */
	ScriptForm form(final List<ProcessingStep> last) {
		final TensorDescription input = description.input();
		final TensorDescription output = description.output();
		final List<Character> space = new ArrayList<>();
		for (final char letter : "zyx".toCharArray()) if (input.axis(letter).isPresent()) space.add(letter);
		final int[] least = new int[space.size()];
		final int[] step = new int[space.size()];
		final int[] halo = new int[space.size()];
		for (int d = 0; d < least.length; d++) {
			final TensorAxis axis = input.axis(space.get(d)).orElseThrow();
			least[d] = axis.least();
			step[d] = axis.step();
			final int stated = output.axis(space.get(d)).map(TensorAxis::halo).orElse(0);
			halo[d] = stated > 0 ? stated : -1;
		}
		final int channels = input.axis('c').map(TensorAxis::least).orElse(1);
		if (channels < 1) throw new IllegalArgumentException("its description does not say how many channels it takes");
		final List<ProcessingStep> after = new ArrayList<>(output.processing());
		after.addAll(last);
		return new ScriptForm(input.letters(), output.letters(), channels, ScriptForm.type(input.dataType()), new AxisSizes(
			least, step, halo), after);
	}

	/** @throws IllegalArgumentException in one sentence if a step cannot come before a network */
	List<IntensityStep> before() {
		final List<IntensityStep> steps = new ArrayList<>();
		for (final ProcessingStep step : description.input().processing()) steps.add(intensities(step));
		return steps;
	}

	private static IntensityStep intensities(final ProcessingStep step) {
		if (step instanceof final ProcessingStep.Percentiles percentiles) return new IntensityStep.Measured(Normalization
			.percentile(percentiles.low(), percentiles.high()), channels(percentiles.over()));
		if (step instanceof final ProcessingStep.Moments moments) return new IntensityStep.Measured(Normalization.zScore(),
			channels(moments.over()));
		if (step instanceof final ProcessingStep.Linear linear) return new IntensityStep.Linear(linear.gain(), linear.offset());
		if (step instanceof final ProcessingStep.Clip clip) return new IntensityStep.Clip(clip.low(), clip.high());
		if (step instanceof final ProcessingStep.Threshold threshold) return new IntensityStep.Threshold(threshold.limits());
		if (step instanceof ProcessingStep.Sigmoid) return new IntensityStep.Sigmoid();
		throw new IllegalArgumentException("a softmax of the input is not done here");
	}

	private static Normalization.Channels channels(final ProcessingStep.Over over) {
		return over == ProcessingStep.Over.ALL ? Normalization.Channels.TOGETHER : Normalization.Channels.EACH;
	}
}
