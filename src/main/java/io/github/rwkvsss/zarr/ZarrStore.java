package io.github.rwkvsss.zarr;

import java.io.IOException;

/** Where the files of a Zarr hierarchy lie. Keys have slashes and begin with none. Any thread may read. */
public interface ZarrStore {

	/** @return what people know the place by, for messages */
	String name();

	/**
	 * @param key of a file
	 * @param most bytes that it may have
	 * @return its content; null if there is no such file
	 * @throws IOException in one sentence if it has more bytes or cannot be read
	 */
	byte[] read(String key, long most) throws IOException;

	/**
	 * Reads a part of a file.
	 *
	 * @param from first byte; below 0 counted from the end
	 * @param count bytes wanted, of a place counted from the end all that follows it
	 * @return exactly these bytes; null if there is no such file
	 * @throws IOException in one sentence if the file ends before
	 */
	byte[] read(String key, long from, int count) throws IOException;
}
