package io.github.rwkvsss.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.ScalarType;

import io.github.rwkvsss.file.AtomicFile;
import io.github.rwkvsss.network.ScriptedNetwork;
import io.github.rwkvsss.network.SegmentationNetwork;
import io.github.rwkvsss.tensor.TensorScope;
import io.github.rwkvsss.tensor.Tensors;

/**
 * Writes a network as a TorchScript archive: a zip of code, a pickle that lists the tensors, and the tensors. Any
 * LibTorch that has loaded the op library runs it; a U-Net, and a portable archive, needs no op library. Only written here, never read: to load such an archive is to run
 * the code in it.
 */
public final class TorchScriptArchive {

	private static final String CLASS = "RwkvSss";

	/** Version of the format that LibTorch wrote when it was 1.6; later ones read it. */
	private static final String VERSION = "3\n";

	private TorchScriptArchive() {}

	/**
	 * @param network to export
	 * @param file to write, whole or not at all
	 * @param extents of the images that it will take, slowest first; see {@link ScriptedNetwork#of}
	 */
	public static void write(final SegmentationNetwork network, final Path file, final int... extents) throws IOException {
		write(network, file, ScriptedNetwork.Operations.OP_LIBRARY, extents);
	}

	/**
	 * @param network to export
	 * @param file to write, whole or not at all
	 * @param operations what the archive may call
	 * @param extents of the images that it will take, slowest first; see {@link ScriptedNetwork#of}
	 */
	public static void write(final SegmentationNetwork network, final Path file, final ScriptedNetwork.Operations operations,
		final int... extents) throws IOException
	{
		AtomicFile.write(file, bytes(network, ScriptedNetwork.Precision.SINGLE, operations, extents));
	}

	/**
	 * @param network to export
	 * @param precision of the stored weights
	 * @param operations what the archive may call
	 * @param extents of the images that it will take, slowest first
	 * @return the archive
	 */
	static byte[] bytes(final SegmentationNetwork network, final ScriptedNetwork.Precision precision,
		final ScriptedNetwork.Operations operations, final int... extents) throws IOException
	{
		final boolean half = precision == ScriptedNetwork.Precision.HALF;
		try (TensorScope scope = new TensorScope()) {
			final ScriptedNetwork script = ScriptedNetwork.of(network, precision, operations, extents);
			final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
				store(zip, "data.pkl", new Pickle(half).object(script.tensors()));
				store(zip, "code/__torch__.py", code(script).getBytes(StandardCharsets.US_ASCII));
				store(zip, "constants.pkl", new Pickle(half).emptyTuple());
				store(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
				int number = 0;
				for (final Tensor tensor : script.tensors().values()) store(zip, "data/" + number++, values(tensor, half));
			}
			return bytes.toByteArray();
		}
	}

	/**
	 * @param archive written here
	 * @return names of the operations that it needs from the op library; none, if plain LibTorch runs it
	 */
	public static SortedSet<String> operations(final byte[] archive) {
		final SortedSet<String> names = new TreeSet<>();
		// The code lies in the archive as it is: entries are stored, not deflated.
		final Matcher call = Pattern.compile("ops\\.(rwkv_sss)\\.(\\w+)\\(").matcher(new String(archive,
			StandardCharsets.ISO_8859_1));
		while (call.find()) names.add(call.group(1) + "::" + call.group(2));
		return names;
	}

	private static String code(final ScriptedNetwork script) {
		final String buffers = script.tensors().keySet().stream().map(name -> "\"" + name + "\", ").collect(Collectors
			.joining());
		final String attributes = script.tensors().keySet().stream().map(name -> "  " + name + " : Tensor\n").collect(Collectors
			.joining());
		return "class " + CLASS + "(Module):\n  __parameters__ = []\n  __buffers__ = [" + buffers + "]\n" + attributes +
			"  training : bool\n  def forward(self: __torch__." + CLASS + ",\n    image: Tensor) -> Tensor:\n" + script.code();
	}

	/** Stored, not deflated: LibTorch maps the tensors. */
	private static void store(final ZipOutputStream zip, final String name, final byte[] bytes) throws IOException {
		final ZipEntry entry = new ZipEntry("rwkv_sss/" + name);
		final CRC32 sum = new CRC32();
		sum.update(bytes);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(bytes.length);
		entry.setCrc(sum.getValue());
		entry.setTime(0);
		zip.putNextEntry(entry);
		zip.write(bytes);
		zip.closeEntry();
	}

	private static byte[] values(final Tensor tensor, final boolean half) {
		if (half && !isInt(tensor)) {
			final float[] values = Tensors.floats(tensor);
			final ByteBuffer halves = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
			for (final float value : values) halves.putShort(Half.of(value));
			return halves.array();
		}
		final ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(4 * tensor.numel())).order(ByteOrder.LITTLE_ENDIAN);
		if (isInt(tensor)) buffer.asIntBuffer().put(Tensors.ints(tensor));
		else buffer.asFloatBuffer().put(Tensors.floats(tensor));
		return buffer.array();
	}

	private static boolean isInt(final Tensor tensor) {
		// NB: LibTorch hands out enum objects of its own; interned ones can be compared.
		return tensor.scalar_type().intern() == ScalarType.Int;
	}

	/** The few opcodes of the pickle format, protocol 2, that an object of tensors needs. */
	private static final class Pickle {

		private final ByteArrayOutputStream out = new ByteArrayOutputStream();
		private final boolean half;

		Pickle(final boolean half) {
			this.half = half;
		}

		byte[] emptyTuple() {
			begin();
			out.write(')');
			return end();
		}

		byte[] object(final Map<String, Tensor> tensors) {
			begin();
			global("__torch__", CLASS);
			out.write(')');
			out.write(0x81);
			out.write('}');
			out.write('(');
			int number = 0;
			for (final Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
				text(tensor.getKey());
				tensor(tensor.getValue(), number++);
			}
			text("training");
			out.write(0x89);
			out.write('u');
			out.write('b');
			return end();
		}

		private void tensor(final Tensor tensor, final int number) {
			final List<Long> shape = new ArrayList<>();
			for (final long extent : Tensors.shape(tensor)) shape.add(extent);
			final List<Long> strides = new ArrayList<>();
			long step = 1;
			for (int d = shape.size() - 1; d >= 0; d--) {
				strides.add(0, step);
				step *= shape.get(d);
			}
			global("torch._utils", "_rebuild_tensor_v2");
			out.write('(');
			out.write('(');
			text("storage");
			global("torch", isInt(tensor) ? "IntStorage" : half ? "HalfStorage" : "FloatStorage");
			text(String.valueOf(number));
			text("cpu");
			integer(tensor.numel());
			out.write('t');
			out.write('Q');
			integer(0);
			tuple(shape);
			tuple(strides);
			out.write(0x89);
			global("collections", "OrderedDict");
			out.write(')');
			out.write('R');
			out.write('t');
			out.write('R');
		}

		private void tuple(final List<Long> values) {
			out.write('(');
			values.forEach(this::integer);
			out.write('t');
		}

		private void begin() {
			out.write(0x80);
			out.write(2);
		}

		private byte[] end() {
			out.write('.');
			return out.toByteArray();
		}

		private void global(final String module, final String name) {
			out.write('c');
			out.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.US_ASCII));
		}

		private void text(final String value) {
			final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
			out.write('X');
			fourBytes(bytes.length);
			out.writeBytes(bytes);
		}

		private void integer(final long value) {
			out.write('J');
			fourBytes(Math.toIntExact(value));
		}

		private void fourBytes(final int value) {
			out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
		}
	}
}
