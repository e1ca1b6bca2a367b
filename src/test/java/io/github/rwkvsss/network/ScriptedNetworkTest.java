package io.github.rwkvsss.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

import io.github.rwkvsss.tensor.TensorScope;

/** A network as lines of TorchScript; that they compute what the network does, TorchScriptArchiveTest shows. */
class ScriptedNetworkTest {

	private static final Pattern ATTRIBUTE = Pattern.compile("self\\.(\\w+)");

	private static Set<String> attributes(final String code) {
		return ATTRIBUTE.matcher(code).results().map(name -> name.group(1)).collect(Collectors.toCollection(TreeSet::new));
	}

	@Test
	void itHoldsWhatItsLinesNameAndEveryWeight() {
		for (final NetworkDesign design : List.of(NetworkDesign.DRAFTS, NetworkDesign.DRAFTS.with(
			NetworkDesign.Sequences.AXIAL), NetworkDesign.DRAFTS.with(NetworkDesign.Mixture.MEAN)))
		{
			try (TensorScope scope = new TensorScope();
					SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", 2, 1, 2).withDesign(design),
						1))
			{
				final ScriptedNetwork script = ScriptedNetwork.of(network, 64, 64);
				assertEquals(attributes(script.code()), new TreeSet<>(script.tensors().keySet()));
				final Set<String> missing = new TreeSet<>();
				for (final String name : network.weights().names()) if (!script.tensors().containsKey(name.replace('.', '_')))
					missing.add(name);
				assertEquals(Set.of(), missing);
			}
		}
	}

	@Test
	void halfWeightsAreConvertedOnceEach() {
		try (TensorScope scope = new TensorScope();
				SegmentationNetwork network = SegmentationNetwork.build(NetworkConfig.preset("tiny", 2, 1, 2), 1))
		{
			final String single = ScriptedNetwork.of(network, 64, 64).code();
			final String half = ScriptedNetwork.of(network, ScriptedNetwork.Precision.HALF, ScriptedNetwork.Operations.OP_LIBRARY,
				64, 64).code();
			assertFalse(single.contains("torch.to("));
			assertEquals(network.weights().names().size(), half.lines().filter(line -> line.contains("torch.to(")).count());
		}
	}

	@Test
	void aNetworkOfOtherOriginIsRefused() {
		final SegmentationNetwork other = new SegmentationNetwork() {

			@Override
			public NetworkConfig config() {
				return NetworkConfig.preset("tiny", 2, 1, 2);
			}

			@Override
			public Weights weights() {
				throw new UnsupportedOperationException();
			}

			@Override
			public Tensor forward(final Tensor image, final Pass pass) {
				throw new UnsupportedOperationException();
			}

			@Override
			public void close() {}
		};
		final String refusal = assertThrows(IllegalArgumentException.class, () -> ScriptedNetwork.of(other, 64, 64))
			.getMessage();
		assertTrue(refusal.contains("cannot be written as TorchScript"), refusal);
	}
}
