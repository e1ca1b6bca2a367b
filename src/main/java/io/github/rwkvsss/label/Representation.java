package io.github.rwkvsss.label;

/** What the two classes of foreground mean to an instance model. Objects are separated in the same way from both. */
public enum Representation {

		/** Interior and rim of an object, see {@link InstanceTargets}: where the rim is sure, objects are parted. */
		BOUNDARY,

		/**
		 * Shares that say how far inside its object a pixel lies: the first is its distance to the border as a part of the
		 * object's largest one, the second the rest to 1. Objects are hills of the distance.
		 */
		DISTANCE
}
