package io.github.rwkvsss.hostile;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * Alters sound files and reads them through every door: each is loaded or refused in one sentence, before long. A program
 * of its own, because it is run with a small heap. Arguments: how many, the first one's number, folder to work in.
 */
public final class Mutations {

	/** Far more than any of these files takes, on a machine with other things to do. */
	private static final long SECONDS = 60;

	/** Of the processor, which other programs do not take away. */
	private static final double CPU_SECONDS = 10;

	private final Path folder;
	private final Map<Door, List<Map.Entry<String, byte[]>>> sound = new EnumMap<>(Door.class);
	private final Map<String, Integer> counts = new TreeMap<>();

	private Mutations(final Path folder) throws IOException {
		this.folder = folder;
		for (final Door door : Door.values()) sound.put(door, new ArrayList<>(door.sound(Files.createDirectories(folder.resolve(
			"sound").resolve(door.name()))).entrySet()));
		// Sound models are taken; and what they load once is not a model's time.
		try (Stream<Path> models = Files.list(folder.resolve("sound").resolve(Door.MODEL.name()))) {
			for (final Path model : models.toList()) Door.MODEL.read(model);
		}
	}

	public static void main(final String... args) throws IOException, InterruptedException {
		final int failures = new Mutations(Path.of(args[2])).run(Integer.parseInt(args[0]), Integer.parseInt(args[1]),
			System.out);
		System.out.println("failures " + failures);
		System.exit(failures == 0 ? 0 : 1);
	}

	private int run(final int count, final int first, final PrintStream out) throws IOException, InterruptedException {
		int failures = 0;
		for (int i = first; i < first + count; i++) {
			final SplittableRandom random = new SplittableRandom(20260729L + i);
			// Images are of more kinds than all others.
			final Door[] doors = Door.values();
			final Door door = random.nextInt(3) == 0 ? doors[random.nextInt(2)] : doors[i % doors.length];
			final List<Map.Entry<String, byte[]>> files = sound.get(door);
			final Map.Entry<String, byte[]> chosen = files.get(random.nextInt(files.size()));
			final Path place = Files.createDirectories(folder.resolve("try"));
			clear(place);
			final Path file = Files.write(place.resolve(chosen.getKey()), altered(chosen.getValue(), random));
			final String wrong = attempt(door, file);
			if (wrong == null) continue;
			failures++;
			final Path kept = Files.copy(file, folder.resolve("failed-" + i + "-" + door + "-" + chosen.getKey()),
				java.nio.file.StandardCopyOption.REPLACE_EXISTING);
			out.println(kept + ": " + wrong);
		}
		out.println(counts);
		return failures;
	}

	private static void clear(final Path place) throws IOException {
		try (Stream<Path> old = Files.walk(place)) {
			for (final Path each : old.sorted(Comparator.reverseOrder()).toList()) if (!each.equals(place)) Files.delete(each);
		}
	}

	/** @return what is wrong with how it was taken; null if nothing is */
	private String attempt(final Door door, final Path file) throws InterruptedException {
		final AtomicReference<Throwable> thrown = new AtomicReference<>();
		final long[] cpu = new long[1];
		final Thread thread = new Thread(() -> {
			try {
				door.read(file);
			}
			catch (final Throwable e) {
				thrown.set(e);
			}
			cpu[0] = java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
		});
		thread.setDaemon(true);
		thread.start();
		thread.join(TimeUnit.SECONDS.toMillis(SECONDS));
		if (thread.isAlive()) return "still at it after " + SECONDS + " s: " + Arrays.stream(thread.getStackTrace()).limit(12)
			.toList();
		if (cpu[0] > CPU_SECONDS * 1e9) return "took " + cpu[0] / 1e9 + " s of the processor";
		final Throwable e = thrown.get();
		counts.merge(door + (e == null ? " loaded" : " refused"), 1, Integer::sum);
		return e == null ? null : wrong(e);
	}

	static String wrong(final Throwable e) {
		final String message = e.getMessage();
		if (!(e instanceof IOException)) return trace(e);
		if (message == null || message.isBlank() || message.lines().count() != 1) return "no sentence: " + trace(e);
		return message.matches("(?s).*(\\bjava\\.|\\w(Exception|Error)\\b|null\\)).*") ? "no plain sentence: " + trace(e)
			: null;
	}

	private static String trace(final Throwable e) {
		return e + " at " + Arrays.stream(e.getStackTrace()).limit(8).toList() + (e.getCause() == null ? "" : " caused by " + e
			.getCause() + " at " + Arrays.stream(e.getCause().getStackTrace()).limit(8).toList());
	}

	/** One to four changes, mostly near the beginning, where headers are. */
	private static byte[] altered(final byte[] whole, final SplittableRandom random) {
		byte[] bytes = whole.clone();
		for (int i = 1 + random.nextInt(4); i > 0; i--) bytes = change(bytes, random);
		return bytes;
	}

	private static byte[] change(final byte[] bytes, final SplittableRandom random) {
		if (bytes.length < 8) return new byte[random.nextInt(16)];
		final int near = random.nextInt(3) == 0 ? bytes.length : Math.min(bytes.length, 16 << random.nextInt(7));
		final int at = random.nextInt(near);
		final int end = Math.min(bytes.length, at + 1 + random.nextInt(64));
		switch (random.nextInt(9)) {
			case 0:
				bytes[at] ^= 1 << random.nextInt(8);
				return bytes;
			case 1:
				bytes[at] = (byte) new int[] { 0, 1, 0x7f, 0x80, 0xff, '[', '{', '"', '-', '9' }[random.nextInt(10)];
				return bytes;
			case 2: {
				final int place = Math.min(at, bytes.length - 4);
				ByteBuffer.wrap(bytes).order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).putInt(place,
					new int[] { -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 1 << 30, 65536, 65535, place, bytes.length }[random
						.nextInt(9)]);
				return bytes;
			}
			case 3: {
				final int place = Math.min(at, bytes.length - 2);
				ByteBuffer.wrap(bytes).order(random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN).putShort(place,
					(short) new int[] { -1, 32767, -32768, 0, 1, 2, 3, 4, 5, 8, 16, 64, 256 }[random.nextInt(13)]);
				return bytes;
			}
			case 4:
				return Arrays.copyOf(bytes, random.nextInt(3) == 0 ? at : random.nextInt(bytes.length));
			case 5:
				return joined(bytes, at, bytes, end);
			case 6:
				return joined(bytes, end, bytes, at);
			case 7: {
				final byte[] noise = new byte[end - at];
				for (int i = 0; i < noise.length; i++) noise[i] = (byte) random.nextInt(256);
				System.arraycopy(noise, 0, bytes, at, noise.length);
				return bytes;
			}
			default: {
				final String digit = String.valueOf(random.nextInt(1, 10));
				final String by = List.of("99999999", "-1", "0", "1e30", "null", "[[[[[[[[", "{}", "&a [*a]", "1e-400",
					"4294967296", "=1+1", "\n", "'").get(random.nextInt(13));
				final String text = new String(bytes, StandardCharsets.ISO_8859_1);
				final int found = text.indexOf(digit, at);
				return found < 0 ? bytes : (text.substring(0, found) + by + text.substring(found + 1)).getBytes(
					StandardCharsets.ISO_8859_1);
			}
		}
	}

	/** @return the bytes of one before a place, then those of the other from a place on */
	private static byte[] joined(final byte[] first, final int before, final byte[] second, final int from) {
		final byte[] joined = Arrays.copyOf(first, before + second.length - from);
		System.arraycopy(second, from, joined, before, second.length - from);
		return joined;
	}
}
