package io.github.rwkvsss.block;

/**
 * What became of a block.
 *
 * @param block its number
 * @param place first row and column, and what leads them, as text
 * @param objects that begin in it; -1 of a semantic model
 * @param seconds it took when it was run
 * @param message where it is not exact and why; empty if it is exact
 */
public record BlockStatus(long block, String place, long objects, double seconds, String message) {}
