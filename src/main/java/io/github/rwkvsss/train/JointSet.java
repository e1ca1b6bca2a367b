package io.github.rwkvsss.train;

import java.util.List;

import io.github.rwkvsss.model.Task;

/**
 * One of several data sets that a network learns from together, with a head of its own.
 *
 * @param name of the set
 * @param form of its samples
 * @param data to learn from
 */
public record JointSet(String name, SampleForm form, TrainingData data) {

	/** @return names of the classes of its head, with the set's name before each */
	List<String> classNames() {
		final List<String> own = form.task() == Task.INSTANCE ? List.of("background", "interior", "boundary") : data
			.classValues().stream().map(value -> "class " + value).toList();
		return own.stream().map(each -> name + ": " + each).toList();
	}

	/** @return the set with samples of so many channels: grey ones are repeated, others must have as many */
	JointSet withChannels(final int channels) {
		return new JointSet(name, form, new TrainingData(data.training().stream().map(sample -> channels(sample, channels))
			.toList(), List.of(), data.classValues(), data.voxelSize(), data.source(), data.heldOut()));
	}

	private Sample channels(final Sample sample, final int channels) {
		if (sample.channels() == channels) return sample;
		if (sample.channels() != 1) throw new IllegalArgumentException("image " + sample.name() + " of " + name + " has " +
			sample.channels() + " channels, the start takes " + channels +
			" or grey ones; choose some with channels=1, or 1,2,3");
		return sample.repeated(channels);
	}
}
