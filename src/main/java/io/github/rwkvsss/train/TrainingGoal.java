package io.github.rwkvsss.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.rwkvsss.label.InstanceParameters;
import io.github.rwkvsss.label.InstanceTargets;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.model.Task;
import io.github.rwkvsss.network.Architecture;
import io.github.rwkvsss.network.NetworkConfig;
import io.github.rwkvsss.network.StemStride;
import io.github.rwkvsss.scan.ScanCurve;

/**
 * Which model a training is to make, whatever it learns from.
 *
 * @param name of the model
 * @param description one sentence: for which images
 * @param preset network of {@link NetworkConfig#preset}; not looked at if there is a start
 * @param scan family of its scan orders; not looked at if there is a start
 * @param classNames one per class of a semantic model; empty for names made from the label values
 * @param start model to go on from, whose network is used, with other logits if the classes are not as many, and for as
 *          many channels as the samples have, see {@link StartWeights}; null to begin with random weights. Not closed.
 */
public record TrainingGoal(String name, String description, String preset, ScanCurve scan, List<String> classNames,
	SegmentationModel start)
{

	/** Copies the names. */
	public TrainingGoal {
		classNames = List.copyOf(classNames);
	}

	/**
	 * @param form of the samples
	 * @param data to train on
	 * @return network of the model
	 */
	public NetworkConfig network(final SampleForm form, final TrainingData data) {
		final int classes = form.task() == Task.INSTANCE ? InstanceTargets.CLASSES + data.objectClasses().size() : data
			.classValues().size();
		if (start == null) {
			final NetworkConfig network = NetworkConfig.preset(preset, form.dimensions(), data.channels(), classes).withScan(
				scan);
			return network.dimensions() == 2 || network.architecture() != Architecture.RWKV_SSS ? network : network
				.withStemStride(StemStride.of(data.spacing(), data.typicalSize()));
		}
		final NetworkConfig network = start.manifest().network();
		if (network.dimensions() != form.dimensions()) throw new IllegalArgumentException("model " + start.manifest().name() +
			" sees " + network.dimensions() + " dimensions, the training has " + form.dimensions() +
			"; start from another model, or anew");
		if (!Objects.equals(start.manifest().voxelSize(), form.voxelSize())) throw new IllegalArgumentException("model " + start
			.manifest().name() + " was trained on voxels of " + size(start.manifest().voxelSize()) + ", this training has " +
			size(form.voxelSize()) + "; give the model's voxel_size");
		return network.withClasses(classes).withInputChannels(data.channels());
	}

	/**
	 * @param form of the samples
	 * @param data to train on
	 * @param patch edge of the training patch in pixels, per axis slowest first
	 * @return the model's manifest, without provenance
	 */
	public ModelManifest manifest(final SampleForm form, final TrainingData data, final List<Integer> patch) {
		final boolean instance = form.task() == Task.INSTANCE;
		final InstanceParameters instances = !instance ? null : (start != null && start.manifest().instances() != null ? start
			.manifest().instances() : InstanceParameters.DEFAULT).withRepresentation(form.representation());
		final List<String> names = new ArrayList<>(List.of("background", "interior", "boundary"));
		names.addAll(data.objectClasses());
		return new ModelManifest(ModelFile.FORMAT, name, description, form.task(), instance ? names : semanticNames(data
			.classValues()), instance ? IntStream.range(0, names.size()).boxed().toList() : data.classValues(), network(form,
				data), form.normalization(), instances, patch, data.voxelSize(), null, form.diameter() == 0 ? null : form
					.diameter(), form.diameter() == 0 ? null : 1.0, null, "", Map.of());
	}

	private static String size(final List<Double> voxelSize) {
		return voxelSize == null ? "any size" : voxelSize.stream().map(String::valueOf).collect(Collectors.joining(","));
	}

	private List<String> semanticNames(final List<Integer> values) {
		if (classNames.isEmpty()) return values.stream().map(value -> "class " + value).toList();
		if (classNames.size() != values.size()) throw new IllegalArgumentException(classNames.size() +
			" class names are given, but the labels have the values " + values + "; give one name for each");
		return classNames;
	}
}
