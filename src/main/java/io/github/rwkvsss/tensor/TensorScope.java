package io.github.rwkvsss.tensor;

import java.util.ArrayList;
import java.util.List;

import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * Frees every native object that its thread made since it was opened, save those kept. Scopes nest; a kept
 * object moves to the enclosing scope, or, where there is none, is the caller's to close.
 * <p>
 * NB: one scope belongs to one thread, and scopes close in the reverse order of their opening.
 * </p>
 */
public final class TensorScope implements AutoCloseable {

	private final PointerScope scope;
	private final List<Pointer> kept = new ArrayList<>();

	/**
	 * Opens it; the first one loads LibTorch.
	 *
	 * @throws LinkageError if LibTorch cannot be loaded
	 */
	public TensorScope() {
		LibTorch.load();
		scope = new PointerScope();
	}

	/**
	 * Lets an object outlive this scope.
	 *
	 * @param object made within this scope
	 * @return the same object
	 * @throws IllegalArgumentException if it only points into another object, as what a getter returns: it would outlive
	 *           what it points to
	 */
	public <P extends Pointer> P keep(final P object) {
		kept.add(owner(object));
		return object;
	}

	@Override
	public void close() {
		for (final Pointer object : kept) object.retainReference();
		scope.close();
		final PointerScope enclosing = PointerScope.getInnerScope();
		if (enclosing == null) return;
		for (final Pointer object : kept) {
			enclosing.attach(object);
			object.releaseReference();
		}
	}

	/**
	 * Takes an object out of all scopes: it lives until {@link #free}.
	 *
	 * @param object made within some open scope of this thread
	 * @return the same object
	 * @throws IllegalArgumentException if it only points into another object
	 */
	public static <P extends Pointer> P own(final P object) {
		owner(object).retainReference();
		return object;
	}

	/**
	 * Gives up an object that {@link #own} took.
	 *
	 * @param object may be null or closed already
	 */
	public static void free(final Pointer object) {
		if (object != null && !object.isNull()) object.releaseReference();
	}

	private static <P extends Pointer> P owner(final P object) {
		if (object.referenceCount() < 0) throw new IllegalArgumentException("this " + object.getClass().getSimpleName() +
			" only points into another object, which may be freed before it; keep that one, or a copy");
		return object;
	}
}
