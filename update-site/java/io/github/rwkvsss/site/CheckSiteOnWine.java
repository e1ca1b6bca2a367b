package io.github.rwkvsss.site;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import javax.imageio.ImageIO;

/**
 * Runs the product as a site's win64 tree installs it, with a Windows Java under wine, from a folder whose name has a space,
 * an exclamation mark and letters of two scripts: check, segment in both forms, batch twice, a training that is killed and
 * resumed, an update to a second version. What it computes must be what Linux computes from the same site. Arguments:
 * folder of the content, folder of the site, folder to work in, Windows' java.exe. The profile {@code wine} runs it.
 * <p>
 * Not shown by it: Windows' own locks, virus scanners, C runtime, loader and speed.
 * </p>
 */
public final class CheckSiteOnWine {

	private static final String MODEL = "model=nuclei-2d";
	private static final Path SAMPLES = Path.of("sample-data/nuclei");
	private static final Pattern OF_FIJI = Pattern.compile(
		".*[/\\\\](ij|scijava-common|parsington|imglib2|gson)-[0-9][^/\\\\]*\\.jar");
	private static final Pattern LIBRARY = Pattern.compile("(C:\\\\\\S*?rwkv_sss[^\\s\\\\]*\\.dll)");
	private static final String DLL = "native/windows-x86_64/rwkv_sss.dll";
	/** How many times the portable form's speed the native one must have. */
	private static final double FASTER = 1.5;

	private final Path content;
	private final Path site;
	private final Path work;
	private final Wine wine;
	/** The installation, and what it reads and writes, on drive C. */
	private final Path fiji;
	private final Path data;
	private final Path linux;

	private CheckSiteOnWine(final Path content, final Path site, final Path work, final Wine wine) {
		this.content = content;
		this.site = site;
		this.work = work;
		this.wine = wine;
		fiji = wine.drive().resolve("users/First Last/Fiji! für 日本.app");
		data = wine.drive().resolve("work");
		linux = work.resolve("linux");
	}

	/** Runs it all; an exception tells what is wrong. */
	public static void main(final String... args) throws IOException, InterruptedException {
		if (args.length != 4) throw new IllegalArgumentException("usage: <content> <site> <work folder> <java.exe>");
		final Path work = Path.of(args[2]).toAbsolutePath();
		Files.createDirectories(work);
		final Wine wine = new Wine(work.resolve("prefix"), Path.of(args[3]).toAbsolutePath());
		wine.start();
		new CheckSiteOnWine(Path.of(args[0]), Path.of(args[1]), work, wine).run();
	}

	private void run() throws IOException, InterruptedException {
		Folders.delete(fiji);
		Folders.delete(data);
		Folders.delete(linux);
		Files.createDirectories(fiji);
		install(site, "win64", fiji);
		install(site, "linux64", linux);
		Files.createDirectories(data.resolve("images"));
		for (final String part : List.of("images", "labels")) copy(SAMPLES.resolve(part), data.resolve(part));
		draw(data.resolve("large"));
		check(fiji, wine.drive());
		segment();
		compareForms();
		batchTwice();
		train();
		update();
		tell("done");
	}

	private static void tell(final String line, final Object... values) {
		System.out.println("wine: " + String.format(Locale.ROOT, line, values));
	}

	private static void install(final Path site, final String platform, final Path into) throws IOException {
		SiteInstaller.install(site, platform, into);
		for (final String path : System.getProperty("java.class.path").split(File.pathSeparator)) if (OF_FIJI.matcher(path)
			.matches()) Files.copy(Path.of(path), into.resolve("jars").resolve(Path.of(path).getFileName()));
	}

	private static void copy(final Path from, final Path to) throws IOException {
		Files.createDirectories(to);
		for (final String name : Folders.files(from)) Files.copy(from.resolve(name), to.resolve(name));
	}

	/** An image large enough that computing is what takes the time. */
	private static void draw(final Path folder) throws IOException {
		Files.createDirectories(folder);
		final BufferedImage cells = ImageIO.read(SAMPLES.resolve("images/dim.png").toFile());
		final BufferedImage large = new BufferedImage(1024, 1024, BufferedImage.TYPE_BYTE_GRAY);
		for (int y = 0; y < large.getHeight(); y += cells.getHeight()) for (int x = 0; x < large.getWidth(); x += cells
			.getWidth()) large.createGraphics().drawImage(cells, x, y, null);
		ImageIO.write(large, "png", folder.resolve("cells.png").toFile());
	}

	/** @return bytes of the op library that the installation check names as loaded */
	private byte[] check(final Path folder, final Path drive) throws IOException, InterruptedException {
		final Wine.Ran ran = wine.run(folder, List.of(), "check").orThrow();
		final Matcher library = LIBRARY.matcher(ran.said());
		if (!library.find()) throw new IOException("check names no op library: " + ran.said());
		final String file = library.group(1).substring("C:\\".length()).replace('\\', '/');
		final Path loaded = drive.resolve(file);
		if (!Files.exists(loaded)) throw new IOException("check names " + loaded + ", which is gone");
		final byte[] bytes = Files.readAllBytes(loaded);
		if (!Arrays.equals(bytes, dll(pluginJar(folder)))) throw new IOException("check names " + library.group(1) +
			", which is not the one in the jar");
		tell("check, %.1f s; loaded %s, %,d bytes, as in the jar", ran.seconds(), library.group(1), bytes.length);
		return bytes;
	}

	private void segment() throws IOException, InterruptedException {
		final String input = "input=" + wine.name(data.resolve("images/crowded.png"));
		final Wine.Ran there = wine.run(fiji, List.of(), "segment", input, MODEL, "output=" + wine.name(data.resolve(
			"native.tif"))).orThrow();
		final Wine.Ran portable = wine.run(fiji, List.of("-Drwkvsss.portable=true"), "segment", input, MODEL, "output=" + wine
			.name(data.resolve("portable.tif"))).orThrow();
		onLinux("segment", "input=" + data.resolve("images/crowded.png"), MODEL, "output=" + data.resolve("linux.tif"));
		same(data.resolve("linux.tif"), data.resolve("native.tif"));
		same(data.resolve("linux.tif"), data.resolve("portable.tif"));
		tell("segment, %.1f s (portable form %.1f s): both give Linux's labels, byte for byte", there.seconds(), portable
			.seconds());
	}

	/** The seconds are those of the batch's own table: without Java's and LibTorch's start. */
	private void compareForms() throws IOException, InterruptedException {
		final double with = seconds("form-native", List.of());
		final double without = seconds("form-portable", List.of("-Drwkvsss.portable=true"));
		tell("1024 x 1024 pixels: %.2f s, portable form %.2f s, %.2f times as fast", with, without, without / with);
		if (without < FASTER * with) throw new IOException("the op library is only " + without / with +
			" times as fast as the portable form, not " + FASTER);
		same(data.resolve("form-portable/labels/cells.tif"), data.resolve("form-native/labels/cells.tif"));
	}

	private double seconds(final String folder, final List<String> options) throws IOException, InterruptedException {
		wine.run(fiji, options, "batch", "images=" + wine.name(data.resolve("large")), "output=" + wine.name(data.resolve(
			folder)), MODEL).orThrow();
		final List<String> rows = Files.readAllLines(data.resolve(folder).resolve("batch-status.csv"));
		final int column = List.of(rows.get(0).split(",")).indexOf("seconds");
		return Double.parseDouble(rows.get(1).split(",")[column]);
	}

	private void batchTwice() throws IOException, InterruptedException {
		final String[] words = { "batch", "images=" + wine.name(data.resolve("images")), "output=" + wine.name(data.resolve(
			"batch")), MODEL, "table=true" };
		wine.run(fiji, List.of(), words).orThrow();
		final Path status = data.resolve("batch/batch-status.csv");
		final List<String> first = Files.readAllLines(status);
		onLinux("batch", "images=" + data.resolve("images"), "output=" + data.resolve("batch-linux"), MODEL, "table=true");
		final List<String> results = Folders.files(data.resolve("batch-linux")).stream().filter(name -> !name.endsWith(
			"batch-status.csv")).toList();
		for (final String name : results) same(data.resolve("batch-linux").resolve(name), data.resolve("batch").resolve(name));
		// Of the second run only what is missing is done: one result and its row.
		Files.delete(data.resolve("batch/labels/dim.tif"));
		wine.run(fiji, List.of(), words).orThrow();
		for (final String name : results) same(data.resolve("batch-linux").resolve(name), data.resolve("batch").resolve(name));
		final List<String> second = Files.readAllLines(status);
		if (first.size() != 4 || !second.containsAll(first.stream().filter(row -> !row.startsWith("dim.png")).toList()))
			throw new IOException("the second batch wrote " + second + " after " + first);
		tell("batch, twice: %d results, as on Linux byte for byte; the second run did what was missing", results.size());
	}

	private void train() throws IOException, InterruptedException {
		final Path model = data.resolve("mine.zip");
		final Path checkpoint = data.resolve("mine-training");
		final Process process = wine.begin(fiji, List.of(), training(wine.name(data.resolve("images")), wine.name(data.resolve(
			"labels")), wine.name(model), false));
		// Killed in the midst, after the first checkpoint.
		while (!holdsCheckpoint(checkpoint) && process.isAlive()) process.waitFor(100, TimeUnit.MILLISECONDS);
		// NB: the process itself would close its output, which is read below.
		process.toHandle().destroyForcibly();
		final Wine.Ran killed = Wine.finish(process, System.nanoTime());
		if (killed.code() == 0 || Files.exists(model)) throw new IOException("the training ended before it was killed: " +
			killed.said());
		wine.run(fiji, List.of(), training(wine.name(data.resolve("images")), wine.name(data.resolve("labels")), wine.name(
			model), true)).orThrow();
		final Path whole = data.resolve("linux/mine.zip");
		Files.createDirectories(whole.getParent());
		onLinux(training(data.resolve("images").toString(), data.resolve("labels").toString(), whole.toString(), false));
		wine.run(fiji, List.of(), "segment", "input=" + wine.name(data.resolve("images/bright.png")), "model=" + wine.name(
			model), "output=" + wine.name(data.resolve("mine.tif"))).orThrow();
		onLinux("segment", "input=" + data.resolve("images/bright.png"), "model=" + whole, "output=" + data.resolve(
			"mine-linux.tif"));
		same(data.resolve("mine-linux.tif"), data.resolve("mine.tif"));
		tell("train, killed and resumed: its labels are those of Linux's training without a break, byte for byte");
	}

	private static String[] training(final String images, final String labels, final String output, final boolean resume) {
		return new String[] { "train", "images=" + images, "labels=" + labels, "output=" + output, "start_from=nuclei-2d",
			"patch=64", "batch=2", "steps=24", "validate_every=4", "threads=1", "live_window=false", "resume=" + resume };
	}

	private static boolean holdsCheckpoint(final Path folder) throws IOException {
		return Files.isDirectory(folder) && Folders.files(folder).stream().anyMatch(name -> name.contains("checkpoint") && !name
			.contains(".part"));
	}

	/** A second version with another op library, as an updater puts it over the first. */
	private void update() throws IOException, InterruptedException {
		final byte[] old = dll(pluginJar(fiji));
		final Path next = work.resolve("next-content");
		Folders.delete(next);
		copyTree(content, next);
		final Path jar = pluginJar(next);
		replace(jar, DLL, Arrays.copyOf(old, old.length + 16));
		final Path nextSite = work.resolve("next-site");
		Folders.delete(nextSite);
		final List<SiteFile> files = BuildSite.write(next, nextSite, Optional.of(site), 20990101000000L);
		int replaced = 0;
		for (final SiteFile file : files) {
			final boolean changed = file.version().isPresent() && file.version().get().timestamp() == 20990101000000L;
			if (!changed) continue;
			Files.copy(nextSite.resolve(file.storedAs()), fiji.resolve(file.filename()), StandardCopyOption.REPLACE_EXISTING);
			replaced++;
		}
		if (replaced != 1) throw new IOException("an update of the plugin replaces " + replaced + " files");
		final byte[] now = check(fiji, wine.drive());
		if (now.length != old.length + 16) throw new IOException("after the update the old op library was loaded");
		wine.run(fiji, List.of(), "segment", "input=" + wine.name(data.resolve("images/crowded.png")), MODEL, "output=" + wine
			.name(data.resolve("updated.tif"))).orThrow();
		same(data.resolve("linux.tif"), data.resolve("updated.tif"));
		tell("update: the new op library is used, the labels are the same");
	}

	private static void copyTree(final Path from, final Path to) throws IOException {
		for (final String name : Folders.files(from)) {
			Files.createDirectories(to.resolve(name).getParent());
			Files.copy(from.resolve(name), to.resolve(name));
		}
	}

	private static Path pluginJar(final Path tree) throws IOException {
		return tree.resolve(Folders.files(tree).stream().filter(place -> place.startsWith("jars/") && SiteFile.identity(place)
			.equals("jars/rwkv-sss.jar")).findFirst().orElseThrow(() -> new IOException("no plugin in " + tree)));
	}

	private static byte[] dll(final Path jar) throws IOException {
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			final ZipEntry entry = zip.getEntry(DLL);
			if (entry == null) throw new IOException(jar + " has no " + DLL);
			try (InputStream in = zip.getInputStream(entry)) {
				return in.readAllBytes();
			}
		}
	}

	private static void replace(final Path jar, final String name, final byte[] bytes) throws IOException {
		final ByteArrayOutputStream written = new ByteArrayOutputStream();
		try (ZipFile zip = new ZipFile(jar.toFile()); ZipOutputStream out = new ZipOutputStream(written)) {
			for (final ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
				out.putNextEntry(new ZipEntry(entry.getName()));
				try (InputStream in = zip.getInputStream(entry)) {
					if (entry.getName().equals(name)) out.write(bytes);
					else in.transferTo(out);
				}
			}
		}
		try (OutputStream out = Files.newOutputStream(jar)) {
			written.writeTo(out);
		}
	}

	private void onLinux(final String... arguments) throws IOException, InterruptedException {
		CommandLineRun.run(Folders.files(linux).stream().filter(place -> place.startsWith("jars/") && place.endsWith(".jar"))
			.map(place -> linux.resolve(place).toString()).toList(), arguments);
	}

	private static void same(final Path expected, final Path found) throws IOException {
		final long differs = Files.mismatch(expected, found);
		if (differs >= 0) throw new IOException(found + " differs from " + expected + " from byte " + differs);
	}
}
