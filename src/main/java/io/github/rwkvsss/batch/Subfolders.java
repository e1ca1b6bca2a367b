package io.github.rwkvsss.batch;

/** Whether a batch looks into the folders of its folder. */
public enum Subfolders {

		/** Only the folder itself. */
		LEFT_OUT,
		/** All that lies below; results keep the same folders. */
		INCLUDED
}
