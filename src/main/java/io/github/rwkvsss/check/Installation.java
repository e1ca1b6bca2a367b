package io.github.rwkvsss.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.SegmentationModel;
import io.github.rwkvsss.ops.BlockOps;
import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.tensor.LibTorch;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.CudaFacts;
import io.github.rwkvsss.tensor.LibTorchFacts;
import io.github.rwkvsss.tensor.Threads;

/** All that is to be known about an installation. What cannot even be looked at is a finding too. */
public final class Installation {

	private final List<Finding> findings = new ArrayList<>();

	private Installation() {}

	/**
	 * Looks at this program, without computing anything.
	 *
	 * @param imageJ version of ImageJ
	 * @param jars of the installation, see {@link InstalledJars}
	 */
	public static Installation look(final String imageJ, final List<Path> jars) {
		final Installation installation = new Installation();
		installation.lookAround(imageJ, jars);
		installation.findings.add(Finding.fine("models", String.join(", ", ModelLibrary.names()) + "; your own belong in " +
			ModelLibrary.userFolder()));
		return installation;
	}

	/**
	 * Looks at this program, reads all models, and segments a small image in both implementations of the operations; takes about
	 * two seconds.
	 *
	 * @param imageJ version of ImageJ
	 * @param jars of the installation
	 */
	public static Installation tryOut(final String imageJ, final List<Path> jars) {
		final Installation installation = new Installation();
		installation.lookAround(imageJ, jars);
		installation.attempt("models", () -> ModelCheck.of(ModelLibrary.names()));
		installation.attempt("self-test", () -> List.of(selfTest()));
		installation.attempt("self-test", Installation::selfTestsOfCards);
		return installation;
	}

	/**
	 * Looks at the jars of an installation that need not be able to start, and at nothing else.
	 *
	 * @param jars see {@link JarClashes#jarsOf}
	 */
	public static Installation ofJars(final List<Path> jars) {
		final Installation installation = new Installation();
		installation.findings.addAll(JarClashes.in(jars));
		return installation;
	}

	/**
	 * Unpacks and loads LibTorch, so that this can be seen and canceled. That it cannot be done is found by the looks.
	 */
	public static void unpack(final Progress progress, final Cancellation cancellation) {
		try {
			LibTorch.load(progress, cancellation);
		}
		catch (final IOException | LinkageError e) {
			// Thrown again when they look.
			return;
		}
	}

	private void lookAround(final String imageJ, final List<Path> jars) {
		final String own = Installation.class.getPackage().getImplementationVersion();
		findings.add(Finding.fine("RWKV-SSS", own == null ? "development build" : own));
		findings.add(Finding.fine("ImageJ", imageJ));
		findings.add(java(Runtime.version().feature(), System.getProperty("java.version"), System.getProperty("os.arch")));
		findings.add(Finding.fine("system", System.getProperty("os.name") + " " + System.getProperty("os.version")));
		findings.addAll(JarClashes.in(jars));
		findings.add(CacheCheck.of("temporary files", Path.of(System.getProperty("java.io.tmpdir")),
			"the Java option -Djava.io.tmpdir=<folder>"));
		attempt("native libraries", () -> List.of(NativesCheck.here()));
		attempt("LibTorch", () -> {
			final LibTorchFacts libTorch = LibTorchFacts.read();
			final List<Finding> found = new ArrayList<>();
			found.add(libTorch(libTorch.version(), Threads.count(), Threads.processors(), LibTorch.spinning()));
			found.addAll(DeviceCheck.here(libTorch).findings());
			found.add(OperationCheck.of(OpLibrary.status()));
			found.addAll(GPUs(libTorch.cuda().devices()));
			found.addAll(MemoryCheck.here(libTorch.bindingLimit()).findings());
			return found;
		});
	}

	static Finding libTorch(final String version, final int threads, final int processors, final String spinning) {
		final String fact = version + ", " + threads + " of " + processors + " threads";
		return spinning == null || threads == 1 ? Finding.fine("LibTorch", fact) : Finding.note("LibTorch", fact +
			", one for matrix products: " + spinning,
			"Training takes longer so; start ImageJ with the environment variable OPENBLAS_THREAD_TIMEOUT=4.");
	}

	static Finding java(final int feature, final String version, final String architecture) {
		final String fact = version + " " + architecture;
		return feature >= 17 ? Finding.fine("Java", fact) : Finding.broken("Java", fact,
			"Use a Fiji with Java 17 or later, such as Fiji-Latest.");
	}

	/** What goes wrong in a look is what it finds. */
	void attempt(final String subject, final Supplier<List<Finding>> look) {
		try {
			findings.addAll(look.get());
		}
		catch (final LinkageError | RuntimeException e) {
			findings.add(Finding.broken(subject, "failed: " + LoadFailure.reason(e),
				"See the lines above for what is missing; else install the plugin anew, or report this line."));
		}
	}

	private static List<Finding> GPUs(final int count) {
		final List<Finding> found = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			final ComputeDevice GPU = ComputeDevice.cuda(i);
			found.add(Finding.fine(GPU.toString(), String.format(Locale.ROOT, "%.1f GiB of its memory are free", GPU.freeBytes() /
				0x1p30)));
		}
		if (count > 0) found.add(OperationCheck.ofCards(OpLibrary.cudaStatus()));
		return found;
	}

	private static List<Finding> selfTestsOfCards() {
		final List<Finding> found = new ArrayList<>();
		for (int i = 0; i < CudaFacts.read().devices(); i++) {
			try (SegmentationModel model = ModelLibrary.open("nuclei-2d");
					SegmentationModel there = ModelLibrary.open("nuclei-2d", ComputeDevice.cuda(i)))
			{
				found.add(SelfTest.compare(model, there));
			}
			catch (final IOException e) {
				found.add(Finding.broken("self-test", "no model to test with: " + e.getMessage(), "Install the plugin anew."));
			}
		}
		return found;
	}

	private static Finding selfTest() {
		try (SegmentationModel model = ModelLibrary.open("nuclei-2d")) {
			return SelfTest.compare(model, BlockOps.best(), BlockOps.portable());
		}
		catch (final IOException e) {
			return Finding.broken("self-test", "no model to test with: " + e.getMessage(), "Install the plugin anew.");
		}
	}

	/** @return what was found, in reading order */
	public List<Finding> findings() {
		return List.copyOf(findings);
	}

	/** @return how many things are broken */
	public long broken() {
		return findings.stream().filter(finding -> finding.level() == Finding.Level.BROKEN).count();
	}

	/** @return all findings, a line each, advice below, and a sentence that sums up */
	public String text() {
		return findings.stream().map(finding -> finding + System.lineSeparator()).collect(Collectors.joining()) + summary() +
			System.lineSeparator();
	}

	/** @return one sentence */
	public String summary() {
		final String broken = findings.stream().filter(finding -> finding.level() == Finding.Level.BROKEN).map(Finding::subject)
			.distinct().collect(Collectors.joining(", "));
		return broken.isEmpty() ? "Nothing is broken." : "Broken: " + broken + "; see the advice beside each.";
	}
}
