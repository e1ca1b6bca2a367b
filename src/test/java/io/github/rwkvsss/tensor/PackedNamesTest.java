package io.github.rwkvsss.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;

/** The short way to what the jars hold says what JavaCPP finds by asking for every name. */
class PackedNamesTest {

	@Test
	void whatIsSaidToBeInNoJarIsFoundInNone() throws IOException {
		final ClassProperties properties = Loader.loadProperties(torch.class, Loader.loadProperties(), true);
		final PackedNames names = PackedNames.of(torch.class, properties);
		final List<String> keys = new ArrayList<>(properties.get("platform.preload"));
		keys.addAll(properties.get("platform.link"));
		int absent = 0;
		for (final String key : keys) {
			final URL[] found = Loader.findLibrary(torch.class, properties, key.replaceFirst("!$", ""));
			final boolean packed = Arrays.stream(found).anyMatch(url -> url.getProtocol().equals("jar"));
			if (packed) assertTrue(names.mayHold(key), key);
			if (names.mayHold(key)) continue;
			absent++;
			assertFalse(packed, key);
		}
		// Else nothing is gained: most of what it asks for is CUDA's.
		if (!JavaCppLibraries.find().isForCuda()) assertTrue(absent > keys.size() / 2, absent + " of " + keys.size());
	}

	@Test
	void namesWithAPathAreAlwaysLookedFor() throws IOException {
		final PackedNames names = PackedNames.of(torch.class, Loader.loadProperties(torch.class, Loader.loadProperties(),
			true));
		assertTrue(names.mayHold(":libnothing.so"));
	}

	@Test
	void whatWasFoundIsNotLookedUpAgain() throws IOException {
		assertEquals(JavaCppLibraries.find(), JavaCppLibraries.find());
	}
}
