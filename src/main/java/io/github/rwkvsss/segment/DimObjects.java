package io.github.rwkvsss.segment;

/** Whether objects are looked for that are far dimmer than the others of an image. */
public enum DimObjects {

		/** Not: a model finds what it sees at the image's own contrast. */
		LEFT,

		/** The plane is predicted again with a limit of intensities that suits what lies apart from the objects found. */
		SOUGHT
}
