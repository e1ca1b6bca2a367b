package io.github.rwkvsss.site;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import io.github.rwkvsss.binary.SharedLibrary;

/**
 * Whether the op library of a system, as it lies in the plugin's jar, can be loaded beside that system's LibTorch: it needs no
 * function that this LibTorch does not offer, no library that a system has not, and no newer system than LibTorch does.
 */
final class OpLibraryCheck {

	/** LibTorch's C interface; everything else that is needed is the system's. */
	static final Pattern OF_LIBTORCH = Pattern.compile("(?:aoti_torch|torch)_\\w+");

	private static final Map<String, String> LIBTORCH = Map.of("linux-x86_64", "libtorch_cpu.so", "windows-x86_64",
		"torch_cpu.dll", "macosx-x86_64", "libtorch_cpu.dylib", "macosx-arm64", "libtorch_cpu.dylib");

	/** What a bare system has, and LibTorch. */
	private static final Map<String, Pattern> MAY_NEED = Map.of("linux", Pattern.compile(
		"libtorch_cpu\\.so|(?:libc|libm|libdl|libpthread|ld-linux-x86-64)\\.so\\.\\d+"), "windows", Pattern.compile(
			"(?i)torch_cpu\\.dll|kernel32\\.dll|ntdll\\.dll|api-ms-win-crt-\\w+-l1-1-0\\.dll"), "macosx", Pattern.compile(
				"@rpath/libtorch_cpu\\.dylib|/usr/lib/libSystem\\.B\\.dylib|/usr/lib/libc\\+\\+\\.1\\.dylib"));

	private OpLibraryCheck() {}

	/**
	 * @param plugin jar of the plugin
	 * @param pytorch jar of LibTorch for a system
	 * @param platform the system as JavaCPP calls it
	 * @return a line per library: bytes and digest
	 * @throws IOException if one is missing or would not load
	 */
	static List<String> check(final Path plugin, final Path pytorch, final String platform) throws IOException {
		final String libTorch = "org/bytedeco/pytorch/" + platform + "/" + LIBTORCH.get(platform);
		final Path work = Files.createTempDirectory("rwkv-sss-op-libraries");
		try (ZipFile ours = new ZipFile(plugin.toFile()); ZipFile theirs = new ZipFile(pytorch.toFile())) {
			final SharedLibrary offers = read(theirs, libTorch, work);
			final SortedSet<String> listed = listed();
			listed.removeAll(offers.exports());
			if (!listed.isEmpty()) throw new IOException("LibTorch for " + platform + " does not offer " + listed +
				", which libtorch-functions.txt lists");
			final List<String> names = ours.stream().map(ZipEntry::getName).filter(name -> name.matches("native/" + platform +
				"/[^/]+")).sorted().toList();
			if (names.stream().noneMatch(name -> name.matches(".*/(lib)?rwkv_sss\\.(so|dll|dylib)"))) throw new IOException(
				plugin + " has no op library for " + platform + "; see update-site/README.md");
			for (final String name : names) check(platform + ": " + name, read(ours, name, work), platform, offers);
			final List<String> lines = new ArrayList<>();
			for (final String name : names) lines.add(describe(ours, name));
			return lines;
		}
		finally {
			Folders.delete(work);
		}
	}

	/** @throws IOException that names what is needed and not there */
	static void check(final String name, final SharedLibrary library, final String platform, final SharedLibrary offers)
		throws IOException
	{
		final SortedSet<String> missing = new TreeSet<>(library.imports().keySet());
		missing.removeIf(symbol -> !OF_LIBTORCH.matcher(symbol).matches());
		final boolean needsLibTorch = !missing.isEmpty();
		missing.removeAll(offers.exports());
		if (!missing.isEmpty()) throw new IOException(name + " needs " + missing + ", which " + offers.name() +
			" does not offer");
		final Pattern known = MAY_NEED.get(platform.substring(0, platform.indexOf('-')));
		for (final String other : library.libraries()) if (!known.matcher(other).matches()) throw new IOException(name +
			" needs " + other + ", which not every system has");
		// Without it the loader would not look there: the JVM loads LibTorch privately.
		if (needsLibTorch && library.libraries().stream().noneMatch(other -> other.contains("torch_cpu")))
			throw new IOException(name + " does not name LibTorch as needed");
		final Set<String> system = library.importsFrom("libc++");
		system.removeAll(offers.imports().keySet());
		// LibTorch for Intel needs a newer macOS than the functions that are in question.
		if (platform.equals("macosx-arm64") && !system.isEmpty()) throw new IOException(name + " needs " + system +
			" of the system's C++ library, which LibTorch does not need and an old macOS may lack");
		checkVersions(name, newest(library), newest(offers));
	}

	/** @return the functions that LibTorch offers on every system, by the list among the tests' files */
	static SortedSet<String> listed() throws IOException {
		try (InputStream in = OpLibraryCheck.class.getResourceAsStream("libtorch-functions.txt")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).collect(
				Collectors.toCollection(TreeSet::new));
		}
	}

	private static void checkVersions(final String name, final int[] needed, final int[] offered) throws IOException {
		if (needed[0] > offered[0] || needed[0] == offered[0] && needed[1] > offered[1]) throw new IOException(name +
			" needs version " + needed[0] + "." + needed[1] + " of the system, LibTorch only " + offered[0] + "." + offered[1]);
	}

	/** @return of the C library or the system, {major, minor}; zeros where the format tells of none */
	private static int[] newest(final SharedLibrary library) {
		final int[] newest = { 0, 0 };
		for (final String version : library.versions()) {
			final Matcher parts = Pattern.compile("(?:GLIBC_|minos )(\\d+)\\.(\\d+).*").matcher(version);
			if (!parts.matches()) continue;
			final int major = Integer.parseInt(parts.group(1));
			final int minor = Integer.parseInt(parts.group(2));
			if (major < newest[0] || major == newest[0] && minor < newest[1]) continue;
			newest[0] = major;
			newest[1] = minor;
		}
		return newest;
	}

	private static SharedLibrary read(final ZipFile jar, final String name, final Path work) throws IOException {
		final ZipEntry entry = jar.getEntry(name);
		if (entry == null) throw new IOException(jar.getName() + " has no " + name);
		final Path file = work.resolve(Path.of(name).getFileName().toString());
		try (InputStream in = jar.getInputStream(entry)) {
			Files.copy(in, file);
		}
		return SharedLibrary.read(file);
	}

	private static String describe(final ZipFile jar, final String name) throws IOException {
		try (InputStream in = jar.getInputStream(jar.getEntry(name))) {
			final byte[] bytes = in.readAllBytes();
			final byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
			return String.format("%s: %,d bytes, SHA-256 %064x", name, bytes.length, new BigInteger(1, digest));
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IOException("this Java has no SHA-256", e);
		}
	}
}
