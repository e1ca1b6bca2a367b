package io.github.rwkvsss.format;

import java.util.Map;
import java.util.Set;

/** The elements of DICOM that are looked at, group in the upper half (DICOM PS3.6). */
final class DicomTag {

	static final int TRANSFER_SYNTAX = 0x00020010;
	static final int MEDIA_CLASS = 0x00020002;
	static final int IMAGE_TYPE = 0x00080008;
	static final int SOP_CLASS = 0x00080016;
	static final int MODALITY = 0x00080060;
	static final int THICKNESS = 0x00180050;
	static final int BETWEEN_SLICES = 0x00180088;
	static final int FRAME_TIME = 0x00181063;
	static final int FRAME_TIMES = 0x00181065;
	static final int IMAGER_SPACING = 0x00181164;
	static final int SERIES = 0x0020000E;
	static final int NUMBER = 0x00200013;
	static final int POSITION = 0x00200032;
	static final int DIRECTIONS = 0x00200037;
	static final int PLANE_POSITION = 0x00209113;
	static final int PLANE_ORIENTATION = 0x00209116;
	static final int SAMPLES = 0x00280002;
	static final int PHOTOMETRIC = 0x00280004;
	static final int PLANAR = 0x00280006;
	static final int FRAMES = 0x00280008;
	static final int FRAME_POINTER = 0x00280009;
	static final int ROWS = 0x00280010;
	static final int COLUMNS = 0x00280011;
	static final int SPACING = 0x00280030;
	static final int BITS_ALLOCATED = 0x00280100;
	static final int BITS_STORED = 0x00280101;
	static final int HIGH_BIT = 0x00280102;
	static final int SIGNED = 0x00280103;
	static final int INTERCEPT = 0x00281052;
	static final int SLOPE = 0x00281053;
	static final int RED_DESCRIPTOR = 0x00281101;
	static final int RED_DATA = 0x00281201;
	static final int LUT_DESCRIPTOR = 0x00283002;
	static final int LUT_DATA = 0x00283006;
	static final int MODALITY_LUT = 0x00283000;
	static final int PIXEL_MEASURES = 0x00289110;
	static final int PIXEL_TRANSFORMATION = 0x00289145;
	static final int MATRIX_COLUMNS = 0x00480006;
	static final int FRAME_OFFSETS = 0x3004000C;
	static final int DOSE_SCALING = 0x3004000E;
	static final int SHARED_GROUPS = 0x52009229;
	static final int FRAME_GROUPS = 0x52009230;
	static final int FLOAT_PIXELS = 0x7FE00008;
	static final int DOUBLE_PIXELS = 0x7FE00009;
	static final int PIXELS = 0x7FE00010;

	private static final Map<Integer, String> TEXTS = Map.ofEntries(Map.entry(IMAGE_TYPE, "Image Type"), Map.entry(MODALITY,
		"Modality"), Map.entry(THICKNESS, "Slice Thickness"), Map.entry(BETWEEN_SLICES, "Spacing Between Slices"), Map.entry(
			SERIES, "Series Instance UID"), Map.entry(NUMBER, "Image Number"), Map.entry(POSITION, "Image Position (Patient)"),
		Map.entry(DIRECTIONS, "Image Orientation (Patient)"), Map.entry(PHOTOMETRIC, "Photometric Interpretation"), Map.entry(
			FRAMES, "Number of Frames"), Map.entry(SPACING, "Pixel Spacing"), Map.entry(INTERCEPT, "Rescale Intercept"), Map
				.entry(SLOPE, "Rescale Slope"));

	private static final Set<Integer> OTHERS = Set.of(TRANSFER_SYNTAX, MEDIA_CLASS, SOP_CLASS, FRAME_TIME, FRAME_TIMES,
		IMAGER_SPACING, SAMPLES, PLANAR, FRAME_POINTER, ROWS, COLUMNS, BITS_ALLOCATED, BITS_STORED, HIGH_BIT, SIGNED,
		RED_DESCRIPTOR, RED_DESCRIPTOR + 1, RED_DESCRIPTOR + 2, RED_DATA, RED_DATA + 1, RED_DATA + 2, LUT_DESCRIPTOR, LUT_DATA,
		MATRIX_COLUMNS, FRAME_OFFSETS, DOSE_SCALING);

	private static final Set<Integer> SEQUENCES = Set.of(PLANE_POSITION, PLANE_ORIENTATION, MODALITY_LUT, PIXEL_MEASURES,
		PIXEL_TRANSFORMATION, SHARED_GROUPS, FRAME_GROUPS);

	private DicomTag() {}

	/** @return whether anything asks for this element's value */
	static boolean isWanted(final int tag) {
		return TEXTS.containsKey(tag) || OTHERS.contains(tag);
	}

	/** @return whether anything asks for this sequence */
	static boolean isSequence(final int tag) {
		return SEQUENCES.contains(tag);
	}

	static boolean isPixels(final int tag) {
		return tag == PIXELS || tag == FLOAT_PIXELS || tag == DOUBLE_PIXELS;
	}

	/** @return what an element of text is called; null of others */
	static String name(final int tag) {
		return TEXTS.get(tag);
	}
}
