package io.github.rwkvsss.evaluate;

/** What a stack of labels is. */
public enum StackReading {

		/** An object has one number in all its slices. */
		VOLUME,

		/** Objects are numbered anew in each slice, as a 2D model does. */
		PLANES
}
