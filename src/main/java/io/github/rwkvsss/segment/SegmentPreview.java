package io.github.rwkvsss.segment;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import io.github.rwkvsss.model.ImageModel;
import io.github.rwkvsss.progress.CanceledException;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.progress.Sentence;
import io.github.rwkvsss.tile.TileMemoryException;

/**
 * Outlines of what a window shows, while a dialog is open or a switch is on. Works on a thread of its own, since dialogs call from the
 * event thread; a newer request ends the work on an older one within one tile. Keeps the model between requests.
 */
public final class SegmentPreview {

	/** Opens the model that is to segment. */
	@FunctionalInterface
	public interface Opener {

		/**
		 * @param model name or path
		 * @param device as users write it, such as auto
		 * @return the model, closed by the preview
		 */
		ImageModel open(String model, String device) throws IOException;
	}

	private record Request(ImagePlus image, String model, String device, SegmentationSettings settings, View view) {

		boolean needsSameModel(final Request other) {
			return other != null && model.equals(other.model) && device.equals(other.device);
		}
	}

	private final Opener opener;
	private final Consumer<String> refusals;
	private Request request;
	private Request served;
	private Thread thread;
	private ImagePlus shownOn;
	private Overlay before;
	private Request sized;
	private double diameter;
	private String refusal;

	/**
	 * @param opener called on the preview's thread
	 * @param refusals is told, on any thread, why there are no outlines
	 */
	public SegmentPreview(final Opener opener, final Consumer<String> refusals) {
		this.opener = opener;
		this.refusals = refusals;
	}

	/** Begins to show an image's view; returns at once. Asking for what is shown already does nothing. */
	public synchronized void show(final ImagePlus image, final String model, final String device,
		final SegmentationSettings settings)
	{
		final Request wanted = new Request(image, model, device, settings, View.of(image));
		if (wanted.equals(request)) {
			if (refusal != null) refusals.accept(refusal);
			return;
		}
		request = wanted;
		refusal = null;
		if (thread == null) {
			thread = new Thread(this::serve, "RWKV-SSS preview");
			thread.setDaemon(true);
			thread.start();
		}
		notifyAll();
	}

	/** Lets the outlines be taken away; returns at once. */
	public synchronized void end() {
		request = null;
		notifyAll();
	}

	/** Ends and waits until thread and model are gone, which takes one tile at most. */
	public void close() {
		final Thread ending;
		synchronized (this) {
			ending = thread;
			end();
		}
		if (ending == null) return;
		try {
			ending.join();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	private void serve() {
		ImageModel model = null;
		Request opened = null;
		try {
			for (Request next = await(); next != null; next = await()) {
				try {
					if (model == null || !next.needsSameModel(opened)) {
						if (model != null) model.close();
						model = null;
						model = opener.open(next.model, next.device);
						opened = next;
					}
					put(next, outlines(next, model));
				}
				catch (final CanceledException e) {
					IJ.showStatus("");
				}
				catch (final IOException | IllegalArgumentException | TileMemoryException e) {
					refuse(next, Sentence.of(e));
				}
			}
		}
		finally {
			if (model != null) model.close();
			restore();
		}
	}

	private List<Roi> outlines(final Request next, final ImageModel model) {
		final Cancellation outdated = () -> {
			synchronized (this) {
				return request != next;
			}
		};
		IJ.showStatus("Preview: segmenting what is in view");
		final SegmentationSettings settings = next.settings.diameter() == 0 ? next.settings.withDiameter(diameter(next, model,
			outdated)) : next.settings;
		final List<Roi> outlines = settings.with(model).build().inView(next.image, next.view, Progress.NONE, outdated);
		IJ.showStatus("Preview: " + outlines.size() + " in view");
		return outlines;
	}

	/** The size of a plane's objects, found once while it is looked at here and there. */
	private double diameter(final Request next, final ImageModel model, final Cancellation outdated) {
		final boolean same = sized != null && sized.image == next.image && sized.needsSameModel(next) && sized.view
			.frame() == next.view.frame() && sized.view.slice() == next.view.slice() && sized.settings.equals(next.settings);
		if (!same) {
			diameter = next.settings.with(model).build().diameter(next.image, next.view.frame(), next.view.slice(), outdated);
			sized = next;
		}
		return diameter;
	}

	/** @return the next request; null when there will be none */
	private synchronized Request await() {
		while (request != null && request == served) {
			try {
				wait();
			}
			catch (final InterruptedException e) {
				return null;
			}
		}
		served = request;
		// A later request finds no thread and begins another.
		if (request == null) thread = null;
		return request;
	}

	private synchronized void put(final Request next, final List<Roi> outlines) {
		if (request != next) return;
		if (shownOn != next.image) {
			restore();
			shownOn = next.image;
			before = shownOn.getOverlay();
		}
		OutlineOverlay.put(outlines, shownOn);
	}

	/** Outlines of an older request would pass for those of this one. */
	private synchronized void refuse(final Request next, final String sentence) {
		if (request != next) return;
		restore();
		refusal = sentence;
		refusals.accept(sentence);
	}

	private synchronized void restore() {
		if (shownOn != null) shownOn.setOverlay(before);
		shownOn = null;
	}
}
