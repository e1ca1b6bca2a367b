package io.github.rwkvsss.zarr;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Stores that Python's packages wrote; make_zarr.py beside them tells how. */
public final class ZarrFixtures {

	private ZarrFixtures() {}

	public static void unpack(final String name, final Path folder) throws IOException {
		final InputStream stored = ZarrFixtures.class.getResourceAsStream(name);
		assertNotNull(stored, name);
		try (ZipInputStream zip = new ZipInputStream(stored)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				final Path file = folder.resolve(entry.getName());
				Files.createDirectories(file.getParent());
				Files.write(file, zip.readAllBytes());
			}
		}
	}

	/** What make_zarr.py writes at a flat index. */
	public static double value(final DataType type, final long index) {
		final long base = (37 * index + 11) % 101;
		return switch (type) {
			case BOOL -> base & 1;
			case INT8, INT16, INT32, INT64 -> base - 50;
			case FLOAT16, FLOAT32, FLOAT64 -> 0.25 * (base - 50);
			default -> base;
		};
	}
}
