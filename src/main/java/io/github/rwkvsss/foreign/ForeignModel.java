package io.github.rwkvsss.foreign;

import java.util.List;

import io.github.rwkvsss.image.IntensityStep;
import io.github.rwkvsss.image.Normalization;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.model.ModelFacts;

/** A third-party model that segments images as ours do. Owns its script. */
final class ForeignModel implements ImageModel {

	private final ScriptPredictor predictor;
	private final List<IntensityStep> before;
	private final OutputMeaning meaning;
	private final ModelFacts facts;

	/**
	 * @param name for users
	 * @param predictor taken over
	 * @param before what is done to intensities
	 * @param meaning of the output's channels
	 * @param channelNames of the output; empty if they have none
	 */
	ForeignModel(final String name, final ScriptPredictor predictor, final List<IntensityStep> before,
		final OutputMeaning meaning, final List<String> channelNames)
	{
		meaning.require(predictor.classes());
		this.predictor = predictor;
		this.before = List.copyOf(before);
		this.meaning = meaning;
		final List<String> names = meaning.classNames(predictor.classes(), channelNames);
		facts = new ForeignFacts(name, meaning.task(), names, meaning.classValues(names.size()), meaning.instances(), predictor
			.dimensions());
	}

	@Override
	public ModelFacts facts() {
		return facts;
	}

	@Override
	public int dimensions() {
		return predictor.dimensions();
	}

	@Override
	public int inputChannels() {
		return predictor.inputChannels();
	}

	@Override
	public int classes() {
		return facts.classNames().size();
	}

	@Override
	public int[] stride() {
		return predictor.stride();
	}

	@Override
	public int[] halo() {
		return predictor.halo();
	}

	@Override
	public int[] preferredTile() {
		return predictor.preferredTile();
	}

	@Override
	public PixelSource scaled(final PixelSource image) {
		return IntensityStep.all(before, image, dimensions() == 3 ? Normalization.Scope.VOLUME : Normalization.Scope.PLANE);
	}

	@Override
	public float[][] predict(final float[][] tiles, final int... size) {
		final float[][] results = predictor.predict(tiles, size);
		for (int b = 0; b < results.length; b++) results[b] = meaning.probabilities(results[b], predictor.classes());
		return results;
	}

	@Override
	public void close() {
		predictor.close();
	}
}
