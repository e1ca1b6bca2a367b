package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;

import org.scijava.ItemVisibility;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

import io.github.rwkvsss.evaluate.StackReading;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.segment.Segmentation;
import io.github.rwkvsss.tensor.ComputeDevice;

/** What scoring folders and scoring open images have in common. */
abstract class ScoringCommand extends PredictingCommand {

	@Parameter(label = "Model",
		description = "Name of a model that ships, such as nuclei-2d, or path of a model file, to score; empty to score label images.",
		required = false, style = Input.MODEL, persist = false)
	String model = "";

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	final String models = ModelText.offered();

	@Parameter(label = "Task",
		description = "Labels: semantic for pixel classes, instance for objects (automatic = the model's task, or instance for open label images).",
		choices = { "automatic", "semantic", "instance" }, persist = false)
	String task = "automatic";

	@Parameter(label = "Output", description = "CSV file to write all scores to; empty for none.", style = "save",
		required = false, persist = false)
	File output = new File("");

	@Parameter(label = "By slice",
		description = "With label stacks: scores each slice separately, for labels that restart in every slice.", attrs = @Attr(
			name = CommandCall.ADVANCED), persist = false)
	boolean by_slice;

	@Parameter(label = "Tolerance",
		description = "Tolerance of the surface Dice: distance that counts as agreement, in calibrated units.", min = "0",
		attrs = @Attr(name = CommandCall.ADVANCED), persist = false)
	double tolerance = 1;

	@Override
	protected final boolean computes() {
		return !model.isBlank();
	}

	final ComputeDevice computing() {
		return model.isBlank() ? ComputeDevice.CPU : ChosenDevice.of(device, this::notice);
	}

	final StackReading reading() {
		return by_slice ? StackReading.PLANES : StackReading.VOLUME;
	}

	/** @return the model, which the caller closes */
	final SegmentationModel open(final ComputeDevice computing) throws IOException {
		final SegmentationModel opened = ModelLibrary.open(model, computing);
		if (task.equals("automatic") || task.equalsIgnoreCase(opened.manifest().task().name())) return opened;
		opened.close();
		throw new IllegalArgumentException("model " + model + " is not for the task " + task + "; leave task at automatic");
	}

	final Segmentation segmentation(final SegmentationModel opened) {
		return Segmentation.with(opened).channels(ChannelChoice.of(channels)).tile(tile).diameter(diameter).flips(variants())
			.notices(this::notice).build();
	}
}
