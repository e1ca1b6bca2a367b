package io.github.rwkvsss.bioimage;

import java.util.List;

/**
 * One axis of a tensor.
 *
 * @param id what the description calls it
 * @param letter b for batch, c for channels, z, y and x for space; i and t for others
 * @param least the smallest extent; 0 if the description leaves it open
 * @param step by which larger extents differ from the smallest; 0 if there is no other
 * @param halo of an output: pixels at either end that are not to be trusted
 * @param names of the channels; empty if they have none
 */
public record TensorAxis(String id, char letter, int least, int step, int halo, List<String> names) {

	/** @return whether it is one of z, y and x */
	public boolean isSpace() {
		return "zyx".indexOf(letter) >= 0;
	}
}
