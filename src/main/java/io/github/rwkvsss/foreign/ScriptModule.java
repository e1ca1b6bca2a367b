package io.github.rwkvsss.foreign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

import io.github.rwkvsss.ops.OpLibrary;
import io.github.rwkvsss.tensor.TensorScope;

/** A TorchScript archive, loaded. The only place where this program runs code that came in a file. */
final class ScriptModule implements AutoCloseable {

	private final JitModule module;

	private ScriptModule(final JitModule module) {
		this.module = module;
	}

	/**
	 * Loads an archive, which may run code in it; the op library is loaded first, for archives that call it.
	 *
	 * @param archive its bytes
	 * @param what it is, for messages
	 * @throws IOException in one sentence if it is none, or consent was not given
	 */
	static ScriptModule load(final byte[] archive, final Object what, final Consent consent) throws IOException {
		consent.require(what);
		// NB: asked for its effect.
		final String operations = OpLibrary.status();
		final Path file = Files.createTempFile("rwkv-sss", ".pt");
		try (TensorScope scope = new TensorScope()) {
			Files.write(file, archive);
			final JitModule module = torch.load(file.toString());
			module.eval();
			return new ScriptModule(TensorScope.own(module));
		}
		catch (final RuntimeException e) {
			throw new IOException(what + " cannot be loaded as TorchScript (" + firstLine(e) + "); the op library is " +
				operations, e);
		}
		finally {
			Files.deleteIfExists(file);
		}
	}

	/**
	 * @param input as the script wants it
	 * @return its output, in the caller's scope
	 * @throws IllegalArgumentException in one sentence if the script fails or gives anything but a tensor
	 */
	Tensor forward(final Tensor input) {
		try (TensorScope scope = new TensorScope()) {
			final IValue value = module.forward(new IValueVector(new IValue(input)));
			if (!value.isTensor()) throw new IllegalArgumentException(
				"the model gives something else than one tensor; only models with one output are run here");
			// NB: toTensor points into the value.
			return scope.keep(value.toTensor().clone());
		}
	}

	/** LibTorch's messages are a trace of script or C++ code; the cause stands behind this word, or else first. */
	static String firstLine(final RuntimeException e) {
		final List<String> lines = String.valueOf(e.getMessage()).strip().lines().map(String::strip).toList();
		return lines.stream().filter(line -> line.startsWith("RuntimeError:")).findFirst().orElse(lines.isEmpty() ? "no reason"
			: lines.get(0)).replaceAll("\\s+", " ");
	}

	@Override
	public void close() {
		TensorScope.free(module);
	}
}
