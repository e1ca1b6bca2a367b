package io.github.rwkvsss.segment;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import ij.ImagePlus;
import ij.process.ByteProcessor;

/** A preview works on a thread of its own; what it cannot show it tells, as often as it is asked. */
class SegmentPreviewTest {

	@Test
	void aModelThatCannotBeOpenedIsTold() throws InterruptedException {
		final BlockingQueue<String> told = new LinkedBlockingQueue<>();
		final SegmentPreview preview = new SegmentPreview((model, device) -> {
			throw new IOException("there is no model " + model + " for " + device);
		}, told::add);
		final ImagePlus image = new ImagePlus("plane", new ByteProcessor(8, 8));
		for (int i = 0; i < 2; i++) {
			preview.show(image, "cells", "auto", SegmentationSettings.DEFAULT);
			assertEquals("there is no model cells for auto", told.poll(60, TimeUnit.SECONDS));
		}
		preview.close();
	}
}
