package io.github.rwkvsss.hostile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import com.sun.management.ThreadMXBean;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import io.github.rwkvsss.model.BundleEntries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small files made to cost much: each is one sentence, for little time and memory, both counted for the thread. */
class HostileInputTest {

	private static final double CPU_SECONDS = 8;
	private static final long BYTES = 1L << 30;
	private static final String NESTED = "[".repeat(20_000) + "]".repeat(20_000);

	@TempDir
	private Path folder;

	private String refused(final Door door, final Path file) {
		final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		final long cpu = threads.getCurrentThreadCpuTime();
		final long bytes = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
		final Throwable e = assertThrows(Throwable.class, () -> door.read(file));
		assertEquals(null, Mutations.wrong(e));
		assertTrue((threads.getCurrentThreadCpuTime() - cpu) / 1e9 < CPU_SECONDS, (threads.getCurrentThreadCpuTime() - cpu) /
			1e9 + " s");
		final long used = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - bytes;
		assertTrue(used < BYTES, used + " bytes");
		return e.getMessage();
	}

	private static byte[] safetensors(final String header, final int data) {
		final byte[] text = header.getBytes(StandardCharsets.UTF_8);
		return ByteBuffer.allocate(8 + text.length + data).order(ByteOrder.LITTLE_ENDIAN).putLong(text.length).put(text)
			.array();
	}

	private static byte[] utf8(final String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/** @return a sound file of that door */
	private Path sound(final Door door, final String name) throws IOException {
		final Path place = Files.createDirectories(folder.resolve("sound-" + door));
		door.fill(place);
		return place.resolve(name);
	}

	@Test
	void deepNesting() throws IOException {
		final Map<String, byte[]> model = new LinkedHashMap<>(BundleEntries.of(sound(Door.MODEL, "format-1.zip")).all());
		model.put("model.json", utf8("{\"format\":1,\"x\":" + NESTED + "}"));
		assertTrue(refused(Door.MODEL, Files.write(folder.resolve("m.zip"), BundleEntries.zip(model))).contains(
			"nested deeper than 64"));
		assertTrue(refused(Door.WEIGHTS, Files.write(folder.resolve("w.safetensors"), safetensors("{\"a\":" + NESTED + "}", 8)))
			.contains("nested deeper than 64"));
		refused(Door.CHECKPOINT, Files.write(folder.resolve("c.safetensors"), safetensors(
			"{\"__metadata__\":{\"rwkv_sss_training\":\"" + NESTED + "\"}}", 8)));
		refused(Door.DESCRIPTION, Files.write(folder.resolve("rdf.yaml"), utf8("a: " + NESTED)));
		final Map<String, byte[]> foreign = new LinkedHashMap<>(BundleEntries.of(sound(Door.PACKAGE, "unet-0.5.zip")).all());
		foreign.put("rdf.yaml", utf8("a: " + NESTED));
		refused(Door.PACKAGE, Files.write(folder.resolve("p.zip"), BundleEntries.zip(foreign)));
	}

	@Test
	void descriptionsThatMeanMoreThanTheySay() throws IOException {
		final StringBuilder keys = new StringBuilder("a0: &a0 [x, x, x]\n");
		for (int i = 1; i <= 16; i++) keys.append("a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + ", *a" + (i -
			1) + "]\n");
		assertTrue(refused(Door.DESCRIPTION, yaml(keys + "end: 1\n")).contains("more than"));
		assertTrue(refused(Door.DESCRIPTION, yaml("? [a, b]\n: 1\n")).contains("as a key"));
		final StringBuilder nested = new StringBuilder("x");
		for (int i = 0; i < 16; i++) nested.insert(0, "[").append(",x,x]");
		assertTrue(refused(Door.DESCRIPTION, yaml("? " + nested + "\n: 1\n")).contains("as a key"));
		refused(Door.DESCRIPTION, yaml("&a [*a]: 1\n"));
		refused(Door.DESCRIPTION, yaml("a: &a [*a]\n"));
		assertTrue(refused(Door.DESCRIPTION, yaml("a: !!int " + "9".repeat(100_000))).contains("digits"));
	}

	private Path yaml(final String text) throws IOException {
		return Files.writeString(folder.resolve("rdf.yaml"), text);
	}

	/** A zip whose entry of that name unpacks to so many MiB of zeros. */
	private Path bomb(final String name, final int mebibytes) throws IOException {
		final Path file = folder.resolve("bomb.zip");
		final byte[] zeros = new byte[1 << 20];
		try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
			zip.setLevel(Deflater.BEST_SPEED);
			zip.putNextEntry(new ZipEntry(name));
			if (!name.endsWith("/")) for (int i = 0; i < mebibytes; i++) zip.write(zeros);
		}
		return file;
	}

	@Test
	void zipsThatUnpackToMuch() throws IOException {
		final Path entry = bomb("weights.safetensors", 40);
		assertTrue(refused(Door.MODEL, entry).contains("unpacks to more than a model holds"));
		assertTrue(refused(Door.PACKAGE, entry).contains("unpacks to more than a model holds"));
		assertTrue(refused(Door.REGIONS, bomb("a.roi", 40)).contains("unpacks to more than"));
		assertTrue(refused(Door.REGIONS, bomb("a.txt", 40)).contains("unpacks to more than"));
	}

	/** The JDK writes no content into a folder, so the name is made one afterwards, where both places state it. */
	@Test
	void foldersWithContent() throws IOException {
		final Path file = bomb("folderX", 40);
		final byte[] bytes = Files.readAllBytes(file);
		final String text = new String(bytes, StandardCharsets.ISO_8859_1);
		for (int at = text.indexOf("folderX"); at >= 0; at = text.indexOf("folderX", at + 1)) bytes[at + 6] = '/';
		Files.write(file, bytes);
		assertTrue(refused(Door.MODEL, file).contains("is not empty"));
		assertTrue(refused(Door.PACKAGE, file).contains("is not empty"));
		assertTrue(refused(Door.REGIONS, file).contains("unpacks to more than"));
	}

	@Test
	void arraysOnTheSameBytes() throws IOException {
		final int size = 4 << 20;
		final StringBuilder header = new StringBuilder("{");
		for (int i = 0; i < 3000; i++) header.append(i == 0 ? "" : ",").append("\"t" + i + "\":{\"dtype\":\"F32\",\"shape\":[" +
			size / 4 + "],\"data_offsets\":[0," + size + "]}");
		assertTrue(refused(Door.WEIGHTS, Files.write(folder.resolve("w.safetensors"), safetensors(header + "}", size)))
			.contains("lie on the same bytes"));
		refused(Door.WEIGHTS, Files.write(folder.resolve("w.safetensors"), safetensors(
			"{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
			12)));
	}

	@Test
	void damagedRegions() throws IOException {
		final byte[] whole = RoiEncoder.saveAsByteArray(new ij.gui.PolygonRoi(new float[] { 1, 9.5f, 5 }, new float[] { 30, 31,
			40 }, Roi.POLYGON));
		final Path file = folder.resolve("a.roi");
		for (int length = 0; length < whole.length; length++) {
			Files.write(file, java.util.Arrays.copyOf(whole, length));
			try {
				Door.REGIONS.read(file);
			}
			catch (final IOException e) {
				assertEquals(null, Mutations.wrong(e));
			}
		}
		final byte[] huge = RoiEncoder.saveAsByteArray(new Roi(0, 0, 32000, 32000));
		assertTrue(refused(Door.REGIONS, Files.write(file, huge)).contains("32000 x 32000 pixels"));
	}

	@Test
	void sixtyFiveMillionPlanesOfOnePixel() throws IOException {
		final ByteBuffer header = ByteBuffer.allocate(352).order(ByteOrder.LITTLE_ENDIAN);
		header.putInt(0, 348).putShort(40, (short) 5);
		final int[] size = { 1, 1, 32000, 2000, 1 };
		for (int d = 0; d < 5; d++) header.putShort(42 + 2 * d, (short) size[d]);
		header.putShort(70, (short) 2).putShort(72, (short) 8).putFloat(108, 352);
		for (int d = 1; d < 4; d++) header.putFloat(76 + 4 * d, 1);
		header.put(344, (byte) 'n').put(345, (byte) '+').put(346, (byte) '1');
		final ByteArrayOutputStream packed = new ByteArrayOutputStream();
		try (OutputStream out = new java.util.zip.GZIPOutputStream(packed)) {
			out.write(header.array());
			final byte[] zeros = new byte[1 << 20];
			for (int i = 0; i < 62; i++) out.write(zeros);
		}
		assertTrue(refused(Door.IMAGE, Files.write(folder.resolve("a.nii.gz"), packed.toByteArray())).contains(
			"64000000 planes"));
	}

	@Test
	void twentyThousandPagesOnOneStrip() throws IOException {
		final int pages = 20_000;
		final int edge = 256;
		final int strip = 8 + pages * 102;
		final ByteBuffer tiff = ByteBuffer.allocate(strip + edge * edge).order(ByteOrder.LITTLE_ENDIAN);
		tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
		final int[][] entries = { { 256, edge }, { 257, edge }, { 258, 8 }, { 259, 1 }, { 262, 1 }, { 273, strip }, { 277, 1 },
			{ 279, edge * edge } };
		for (int p = 0; p < pages; p++) {
			tiff.position(8 + p * 102).putShort((short) entries.length);
			for (final int[] entry : entries) tiff.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(entry[1]);
			tiff.putInt(p + 1 < pages ? 8 + (p + 1) * 102 : 0);
		}
		refused(Door.IMAGE, Files.write(folder.resolve("a.tif"), tiff.array()));
	}

	/** A few hundred bytes that state up to 65535 x 65535 pixels and a million frames. */
	@Test
	void aSmallDicomOfManyPixels() throws IOException {
		for (final String frames : new String[] { "1 ", "1000000 ", "99999999999 " }) {
			for (final int stated : new int[] { 32, 0x7fffff00, -1 }) {
				final ByteBuffer dicom = ByteBuffer.allocate(601).order(ByteOrder.LITTLE_ENDIAN).position(128).put(utf8("DICM"));
				element(dicom, 0x0002, 0x0010, "UI", utf8("1.2.840.10008.1.2.1\0"));
				element(dicom, 0x0028, 0x0002, "US", new byte[] { 1, 0 });
				element(dicom, 0x0028, 0x0004, "CS", utf8("MONOCHROME2 "));
				element(dicom, 0x0028, 0x0008, "IS", utf8(frames));
				for (final int edge : new int[] { 0x0010, 0x0011 }) element(dicom, 0x0028, edge, "US", new byte[] { -1, -1 });
				for (final int bits : new int[] { 0x0100, 0x0101 }) element(dicom, 0x0028, bits, "US", new byte[] { 16, 0 });
				dicom.putShort((short) 0x7fe0).putShort((short) 0x0010).put(utf8("OW")).putShort((short) 0).putInt(stated);
				refused(Door.IMAGE, Files.write(folder.resolve("a.dcm"), dicom.array()));
				refused(Door.LABELS, folder.resolve("a.dcm"));
			}
		}
	}

	private static void element(final ByteBuffer dicom, final int group, final int element, final String kind,
		final byte[] value)
	{
		dicom.putShort((short) group).putShort((short) element).put(utf8(kind)).putShort((short) value.length).put(value);
	}

	/** Every tag of a small TIFF as every type, which nobody expects, and with odd counts. */
	@Test
	void tagsOfUnexpectedTypes() throws IOException {
		final int[] tags = { 254, 256, 257, 258, 259, 262, 270, 273, 274, 277, 278, 279, 282, 284, 317, 320, 338, 339, 700,
			50838, 50839 };
		final int[] values = { 0, 8, 8, 8, 1, 1, 0, 302, 1, 1, 8, 64, 0, 1, 1, 0, 0, 1, 0, 0, 0 };
		int tried = 0;
		for (int odd = 0; odd < tags.length; odd++) {
			for (final int type : new int[] { 0, 1, 2, 3, 5, 7, 11, 12, 16, 18 }) {
				for (final int count : new int[] { 0, 1, 5, -1 }) {
					final ByteBuffer tiff = ByteBuffer.allocate(302 + 64).order(ByteOrder.LITTLE_ENDIAN);
					tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) tags.length);
					for (int i = 0; i < tags.length; i++) tiff.putShort((short) tags[i]).putShort((short) (i == odd ? type : 4))
						.putInt(i == odd ? count : 1).putInt(values[i]);
					final Path file = Files.write(folder.resolve("a.tif"), tiff.array());
					for (final Door door : new Door[] { Door.IMAGE, Door.LABELS }) {
						try {
							door.read(file);
						}
						catch (final Exception | Error e) {
							assertEquals(null, Mutations.wrong(e), "tag " + tags[odd] + " type " + type + " count " + count);
						}
						tried++;
					}
				}
			}
		}
		assertEquals(2 * 21 * 10 * 4, tried);
	}
}
