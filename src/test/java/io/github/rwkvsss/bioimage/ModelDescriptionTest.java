package io.github.rwkvsss.bioimage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

/** Both spellings of descriptions, and what is refused. */
class ModelDescriptionTest {

	private static final String OLD = """
		format_version: 0.4.10
		type: model
		name: old
		inputs:
		- name: raw
		  axes: bczyx
		  data_type: uint8
		  shape: {min: [1, 2, 8, 64, 64], step: [0, 0, 4, 16, 16]}
		  preprocessing:
		  - {name: scale_linear, kwargs: {axes: zyx, gain: [2, 3], offset: 1}}
		  - {name: zero_mean_unit_variance, kwargs: {mode: fixed, axes: czyx, mean: 4, std: 2, eps: 0.00000001}}
		  - {name: scale_range, kwargs: {mode: per_sample, axes: czyx, min_percentile: 5}}
		outputs:
		- name: out
		  axes: bczyx
		  data_type: float32
		  halo: [0, 0, 2, 16, 16]
		  shape: {reference_tensor: raw, scale: [1, null, 1, 1, 1], offset: [0, 1.5, 0, 0, 0]}
		  postprocessing:
		  - {name: sigmoid}
		  - {name: binarize, kwargs: {threshold: 0.5}}
		test_inputs: [in.npy]
		test_outputs: [out.npy]
		weights:
		  pytorch_state_dict: {source: weights.pth, sha256: x}
		  torchscript: {source: ./w.pt, sha256: ABC}
		""";

	private static final String NEW = """
		format_version: 0.5.4
		type: model
		name: new
		license: MIT
		inputs:
		- id: raw
		  axes:
		  - {type: batch, size: 1}
		  - {type: space, id: x, size: 128, scale: 0.5}
		  - {type: space, id: y, size: 96, scale: 0.5}
		  - {type: channel, id: colour, channel_names: [red, green, blue]}
		  data: {type: float32}
		  preprocessing:
		  - {id: fixed_zero_mean_unit_variance, kwargs: {axis: colour, mean: [1, 2, 3], std: [2, 4, 8]}}
		  - {id: zero_mean_unit_variance, kwargs: {axes: [batch, x, y]}}
		  - {id: zero_mean_unit_variance}
		  - {id: clip, kwargs: {max: 3}}
		- id: hints
		  optional: true
		  axes: [{type: batch}]
		outputs:
		- id: out
		  axes:
		  - {type: batch}
		  - {type: channel, channel_names: [cell, wall]}
		  - {type: space, id: y, size: 96, scale: 0.5}
		  - {type: space, id: x, size: {tensor_id: raw, axis_id: x}, scale: 0.5, halo: 12}
		  data: [{values: [0, 1], type: float32}, {values: [0, 1], type: float32}]
		  postprocessing: [{id: softmax, kwargs: {axis: channel}}]
		weights:
		  torchscript: {source: {source: w.pt}, sha256: abc, pytorch_version: 2.0}
		""";

	private static ModelDescription read(final String text) throws IOException {
		return ModelDescription.read(text.getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void lettersAndListsOfVersionFour() throws IOException {
		final ModelDescription model = read(OLD);
		assertEquals("w.pt", model.weights());
		assertEquals("abc", model.sha256());
		assertEquals("not stated", model.licence());
		assertEquals("bczyx", model.input().letters());
		assertEquals("uint8", model.input().dataType());
		assertEquals("in.npy", model.input().test());
		final TensorAxis z = model.input().axis('z').orElseThrow();
		assertEquals(List.of(8, 4), List.of(z.least(), z.step()));
		assertEquals(16, model.output().axis('x').orElseThrow().halo());
		assertEquals(3, model.output().axis('c').orElseThrow().least());
		final ProcessingStep.Linear fixed = (ProcessingStep.Linear) model.input().processing().get(1);
		assertEquals(0.5, fixed.gain().get(0), 1e-7);
		assertEquals(-2, fixed.offset().get(0), 1e-7);
		assertEquals(new ProcessingStep.Linear(List.of(2.0, 3.0), List.of(1.0)), model.input().processing().get(0));
		assertEquals(new ProcessingStep.Percentiles(5, 100, ProcessingStep.Over.ALL), model.input().processing().get(2));
		assertEquals(List.of(new ProcessingStep.Sigmoid(), new ProcessingStep.Threshold(List.of(0.5))), model.output()
			.processing());
	}

	@Test
	void mappingsOfVersionFive() throws IOException {
		final ModelDescription model = read(NEW);
		assertEquals("bxyc", model.input().letters());
		assertEquals("bcyx", model.output().letters());
		assertEquals("MIT", model.licence());
		assertEquals(List.of("cell", "wall"), model.output().axis('c').orElseThrow().names());
		assertEquals(12, model.output().axis('x').orElseThrow().halo());
		assertEquals(3, model.input().axis('c').orElseThrow().least());
		assertEquals(List.of(new ProcessingStep.Linear(List.of(0.5, 0.25, 0.125), List.of(-0.5, -0.5, -0.375)),
			new ProcessingStep.Moments(ProcessingStep.Over.EACH_CHANNEL), new ProcessingStep.Moments(ProcessingStep.Over.ALL),
			new ProcessingStep.Clip(Double.NEGATIVE_INFINITY, 3)), model.input().processing());
		assertEquals(List.of(new ProcessingStep.Softmax()), model.output().processing());
	}

	@Test
	void whatIsNotDoneHereIsNamed() {
		refused(NEW.replace("0.5.4", "0.3.6"), "version 0.3.6; 0.4 and 0.5 are read");
		refused(NEW.replace("type: model", "type: dataset"), "of a dataset, not of a model");
		refused(NEW.replace("torchscript:", "pytorch_state_dict:"), "weights as pytorch_state_dict, only torchscript");
		refused(NEW.replace("optional: true", "optional: false"), "2 inputs");
		refused(NEW.replace("softmax, kwargs: {axis: channel}", "stardist_postprocessing2d"), "step stardist_postprocessing2d");
		refused(NEW.replace("axes: [batch, x, y]", "axes: [x]"), "axes x only");
		refused(NEW.replace("axes: [batch, x, y]", "axes: [x, w]"), "no axis w");
		refused(NEW.replace("size: 96, scale: 0.5}\n  - {type: space, id: x, size: {t",
			"size: 48, scale: 1}\n  - {type: space, id: x, size: {t"), "another size than it takes (axis y)");
		refused(NEW.replace("axis_id: x}, scale: 0.5", "axis_id: x}, scale: 1"), "another size than it takes (axis x)");
		refused(NEW.replace("size: 128", "size: {tensor_id: raw, axis_id: y}"), "depends on another");
		refused(NEW.replace("{type: batch, size: 1}", "{type: time, size: 1}"), "axis time (t)");
		refused(NEW.replace("source: {source: w.pt}", "source: 3"), "names no file of the weights");
		refused(NEW.replace("scale: 0.5}\n  - {type: space, id: y, size: 96", "scale: 0.5}\n  - {type: space, id: x, size: 96"),
			"axis x twice");
		refused(OLD.replace("offset: [0, 1.5, 0, 0, 0]", "offset: [0, 1.5, 0, -8, -8]"), "another size");
		refused(OLD.replace("scale: [1, null, 1, 1, 1]", "scale: [1, null, 1, 0.5, 0.5]"), "another size");
		refused(OLD.replace("axes: bczyx", "axes: bcqyx"), "\"bcqyx\" are not made of");
		refused(OLD.replace("step: [0, 0, 4, 16, 16]", "step: [0, 0, 4]"), "other numbers of extents");
		refused(OLD.replace("min_percentile: 5", "min_percentile: low"), "\"low\" and not a number");
		refused(OLD.replace("min_percentile: 5", "reference_tensor: other"), "measures another tensor (other)");
		refused(OLD.replace("{threshold: 0.5}", "{}"), "no threshold");
		refused("- 1\n", "not a list of keys");
		refused("a: [", "not YAML");
	}

	private static void refused(final String text, final String expected) {
		final String message = assertThrows(IOException.class, () -> read(text)).getMessage();
		assertTrue(message.contains(expected) && message.lines().count() == 1, message);
	}
}
