package io.github.rwkvsss.ops;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.Tensor;

import io.github.rwkvsss.tensor.TensorScope;

/**
 * Keeps alive what the backward pass of natively computed operations needs: their saved tensors and the hooks
 * that call back into Java. Open it before the forward pass and close it after the backward pass, on one thread.
 * <p>
 * NB: LibTorch's C++ interface for custom gradients cannot be subclassed from Java; hooks on the tensors around
 * an operation replace it. LibTorch does not keep the Java side of a hook alive, so somebody must.
 * </p>
 */
public final class GradientTape implements AutoCloseable {

	private static final ThreadLocal<Deque<GradientTape>> OPEN = ThreadLocal.withInitial(ArrayDeque::new);

	private final List<Pointer> held = new ArrayList<>();
	private final List<Pointer> handedOver = new ArrayList<>();
	private Tensor unchanged;
	private volatile Runnable check = () -> {};

	private GradientTape() {}

	/** @return a tape for this thread, which stays the current one until it is closed */
	public static GradientTape open() {
		final GradientTape tape = new GradientTape();
		OPEN.get().push(tape);
		return tape;
	}

	/**
	 * NB: LibTorch runs the backward pass of a GPU on a thread of its own, to which no tape is the current one.
	 *
	 * @param outer tape of the backward pass in which something is computed again, which belongs to it
	 * @return as for {@link #open}
	 */
	static GradientTape openWithin(final GradientTape outer) {
		final GradientTape tape = open();
		tape.check = outer.check;
		return tape;
	}

	/**
	 * @param asked run at the start of every hook, that is some times per block of a network; what it throws ends the
	 *          backward pass, from which it arrives as a RuntimeException of another class
	 */
	public void checking(final Runnable asked) {
		check = asked;
	}

	/** @return the innermost open tape of this thread */
	static GradientTape current() {
		final GradientTape tape = OPEN.get().peek();
		if (tape == null) throw new IllegalStateException(
			"a native operation was asked for gradients without an open GradientTape; open one around forward and backward");
		return tape;
	}

	/** Takes a tensor, without its history, for the backward pass. */
	synchronized Tensor save(final Tensor tensor) {
		return hold(tensor.detach());
	}

	/** Takes a native object until the tape closes or {@link #drop} gives it up. */
	synchronized <P extends Pointer> P hold(final P object) {
		held.add(TensorScope.own(object));
		return object;
	}

	synchronized void drop(final Pointer object) {
		if (held.remove(object)) TensorScope.free(object);
	}

	/**
	 * Keeps a gradient until LibTorch, to which a hook returns it, has taken a reference of its own: that is at
	 * the latest when the next hook is called.
	 */
	synchronized Tensor handOver(final Tensor gradient) {
		handedOver.add(gradient);
		return gradient;
	}

	/** @return what a hook returns to leave a gradient as it is: an undefined tensor */
	synchronized Tensor unchanged() {
		if (unchanged == null) unchanged = hold(new Tensor());
		return unchanged;
	}

	/** Called at the start of every hook. */
	synchronized void beginHook() {
		freeAllHandedOver();
		check.run();
	}

	private void freeAllHandedOver() {
		handedOver.forEach(TensorScope::free);
		handedOver.clear();
	}

	@Override
	public synchronized void close() {
		OPEN.get().remove(this);
		freeAllHandedOver();
		held.forEach(TensorScope::free);
		held.clear();
	}
}
