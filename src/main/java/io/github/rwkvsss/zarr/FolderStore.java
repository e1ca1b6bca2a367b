package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A Zarr hierarchy as files in folders of this machine. */
public final class FolderStore implements ZarrStore {

	private final Path folder;

	/** @param folder of the hierarchy; need not exist */
	public FolderStore(final Path folder) {
		this.folder = folder;
	}

	/** @return the folder of the hierarchy */
	public Path folder() {
		return folder;
	}

	@Override
	public String name() {
		return folder.toString();
	}

	@Override
	public byte[] read(final String key, final long most) throws IOException {
		final Path file = folder.resolve(key);
		if (!Files.isRegularFile(file)) return null;
		try (InputStream in = Files.newInputStream(file)) {
			final byte[] bytes = in.readNBytes((int) Math.min(most, Integer.MAX_VALUE - 8));
			if (in.read() >= 0) throw new IOException(file + " has more than the " + most + " bytes that it may have");
			return bytes;
		}
		catch (final NoSuchFileException e) {
			return null;
		}
	}

	@Override
	public byte[] read(final String key, final long from, final int count) throws IOException {
		final Path file = folder.resolve(key);
		if (!Files.isRegularFile(file)) return null;
		try (FileChannel in = FileChannel.open(file)) {
			final long start = from < 0 ? in.size() + from : from;
			if (start < 0 || count < 0 || start > in.size() - count) throw new IOException(file + " is cut short: it has " + in
				.size() + " bytes");
			final ByteBuffer bytes = ByteBuffer.allocate(count);
			while (bytes.hasRemaining()) {
				if (in.read(bytes, start + bytes.position()) < 0) throw new IOException(file + " became shorter while it was read");
			}
			return bytes.array();
		}
		catch (final NoSuchFileException e) {
			return null;
		}
	}
}
