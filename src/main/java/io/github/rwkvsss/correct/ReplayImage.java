package io.github.rwkvsss.correct;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.github.rwkvsss.format.ImagePairs;
import io.github.rwkvsss.format.SampleImages;
import io.github.rwkvsss.image.Foreground;
import io.github.rwkvsss.image.LabelImage;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.segment.ChannelChoice;
import io.github.rwkvsss.train.AnnotatedImage;

/**
 * An image that the start model knows, with its labels: one of the training sample that is replayed so that the model does not
 * forget. A project takes them from its own folder {@code replay}; without it a model that ships has drawn ones in the plugin.
 *
 * @param name for tables
 * @param pixels of the model's channels
 * @param labels of its size
 */
record ReplayImage(String name, PixelSource pixels, LabelImage labels) {

	/** @return the training sample of a project's start model; empty if there is none */
	static List<ReplayImage> of(final Project project) throws IOException {
		final ModelManifest manifest = project.manifest();
		final List<ReplayImage> images = new ArrayList<>();
		final Path folder = project.replay();
		if (Files.isDirectory(folder)) {
			for (final ImagePairs.Pair pair : ImagePairs.of(folder.resolve("images"), folder.resolve("labels"))) {
				final ImagePairs.Sample read = pair.read();
				images.add(of(read.name(), read.pixels(), read.labels(), manifest));
			}
			return images;
		}
		for (final String name : SampleImages.ofModel(project.startModelName())) images.add(of(name, PixelSource.of(SampleImages
			.open(name)), SampleImages.labels(name), manifest));
		return images;
	}

	private static ReplayImage of(final String name, final PixelSource pixels, final LabelImage labels,
		final ModelManifest manifest)
	{
		return new ReplayImage(name, ChannelChoice.all().from(pixels, manifest.network().inputChannels()), Foreground.as(labels,
			Foreground.of(manifest.classValues())));
	}

	AnnotatedImage annotated() {
		return new AnnotatedImage(pixels, labels);
	}
}
