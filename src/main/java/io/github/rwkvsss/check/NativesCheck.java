package io.github.rwkvsss.check;

import java.io.IOException;
import java.util.Locale;

import io.github.rwkvsss.tensor.LibTorch;
import io.github.rwkvsss.unpack.LibrarySet;
import io.github.rwkvsss.unpack.NativesFolder;

/** The folder of native libraries: where it is, and whether LibTorch lies there as it came with the plugin. */
final class NativesCheck {

	private NativesCheck() {}

	/** Reads all of it, which takes some tenths of a second. */
	static Finding here() {
		try {
			return of(NativesFolder.chosen(), LibTorch.libraries());
		}
		catch (final IOException e) {
			return Finding.broken("native libraries", e.getMessage(), "Do that, and try again.");
		}
	}

	static Finding of(final NativesFolder folder, final LibrarySet set) throws IOException {
		final String fact = String.format(Locale.ROOT, "%s, %s of %d MiB", folder.path(), set.title(), set.bytes() >> 20);
		return folder.isWhole(set) ? Finding.fine("native libraries", fact + " is whole") : Finding.note("native libraries",
			fact + " is not unpacked or damaged", "The next start unpacks it; the line LibTorch says what is in its way.");
	}
}
