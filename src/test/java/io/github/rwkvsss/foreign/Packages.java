package io.github.rwkvsss.foreign;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import org.bytedeco.pytorch.JitModule;
import org.bytedeco.pytorch.QualifiedName;

import io.github.rwkvsss.model.BundleEntries;
import io.github.rwkvsss.tensor.TensorScope;

/** Packages that Python wrote (make_packages.py), changed ones, and scripts compiled here. */
public final class Packages {

	private Packages() {}

	/** @return the entries of a package in the test resources */
	static Map<String, byte[]> entries(final String name) throws IOException {
		final Map<String, byte[]> entries = new LinkedHashMap<>();
		try (InputStream in = Packages.class.getResourceAsStream(name);
				ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(in.readAllBytes())))
		{
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) entries.put(entry.getName(), zip
				.readAllBytes());
		}
		return entries;
	}

	/** @return a copy of a package in the test resources */
	public static Path copy(final String name, final Path folder) throws IOException {
		return Files.write(folder.resolve(name), BundleEntries.zip(entries(name)));
	}

	/** @return a package with another description */
	static Path described(final String name, final UnaryOperator<String> change, final Path folder) throws IOException {
		final Map<String, byte[]> entries = entries(name);
		final String text = new String(entries.get("rdf.yaml"), StandardCharsets.UTF_8);
		entries.put("rdf.yaml", change.apply(text).getBytes(StandardCharsets.UTF_8));
		return Files.write(folder.resolve("changed.zip"), BundleEntries.zip(entries));
	}

	/**
	 * @param body of {@code forward(self, x)}, lines indented by a tab
	 * @return an archive as LibTorch's own compiler and writer make it
	 */
	public static byte[] script(final String body, final Path folder) throws IOException {
		final Path file = folder.resolve("script.pt");
		try (TensorScope scope = new TensorScope()) {
			final JitModule module = new JitModule(new QualifiedName("Made"));
			module.define("def forward(self, x):\n" + body);
			module.save(file.toString());
		}
		return Files.readAllBytes(file);
	}
}
