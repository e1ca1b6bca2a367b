package io.github.rwkvsss.network;

/** Follows a forward pass through the network's modules, for tables of cost and maps of attention. */
public interface ModuleProbe {

	/** Does nothing. */
	ModuleProbe NONE = new ModuleProbe() {};

	/** @param module name of the module that begins; modules do not nest */
	default void enter(final String module) {}

	/** @param count multiply-accumulate operations that the current module performs, in addition to those told before */
	default void macs(final long count) {}

	/** @param mixing what a branch of a block mixed; its tensors live as long as this call */
	default void mixed(final TokenMixing mixing) {}

	/** @param module name of the module that ends */
	default void exit(final String module) {}
}
