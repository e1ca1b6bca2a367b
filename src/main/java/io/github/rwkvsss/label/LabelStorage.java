package io.github.rwkvsss.label;

/** In which pixel type a label image is written. */
public enum LabelStorage {

	/** 16-bit unsigned: up to 65,535 objects. */
	UINT16,

	/** 32-bit float, ImageJ's only wider grey type: exact up to 16,777,216 objects. */
	FLOAT32;

	/** Highest label that 16 bits hold. */
	public static final int UINT16_MAXIMUM = 65_535;
	/** Highest label below which every whole number is a float. */
	public static final int FLOAT32_MAXIMUM = 1 << 24;

	/**
	 * @param highestLabel the largest label of the image, 0 if it has no object
	 * @return the smallest type that holds it exactly
	 * @throws IllegalArgumentException if it is negative or above {@link #FLOAT32_MAXIMUM}
	 */
	public static LabelStorage of(final int highestLabel) {
		if (highestLabel < 0)
			throw new IllegalArgumentException("highest label " + highestLabel + " is negative; labels start at 0");
		if (highestLabel > FLOAT32_MAXIMUM)
			throw new IllegalArgumentException("highest label " + highestLabel + " is above " + FLOAT32_MAXIMUM
				+ ", the most a 32-bit float image holds exactly; raise the minimum size or segment in parts");
		return highestLabel <= UINT16_MAXIMUM ? UINT16 : FLOAT32;
	}
}
