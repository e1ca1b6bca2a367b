package io.github.rwkvsss.command;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import ij.ImagePlus;

import io.github.rwkvsss.foreign.ForeignLibrary;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.segment.ChosenModel;

/**
 * An input of a command, as its annotation describes it.
 *
 * @param key by which macros and the command line name it
 * @param type of the field
 * @param label in dialogs
 * @param description one sentence
 * @param style hint for widgets, such as "directory"; may be empty
 * @param preset value that the command begins with; null if there is none
 * @param choices texts to choose from; empty if any value goes
 * @param minimum smallest number; null if there is no limit
 * @param maximum largest number; null if there is no limit
 * @param required whether it must be given if there is no preset
 * @param place where a dialog shows it
 */
public record Input(String key, Class<?> type, String label, String description, String style, Object preset,
	List<String> choices, Object minimum, Object maximum, boolean required, Place place)
{

	/** Style of texts that name a model or the path of its file. */
	static final String MODEL = "model";

	/** Style of texts that name a model to segment with, which may be a third-party model that was imported. */
	static final String SEGMENTING_MODEL = "segmenting model";

	/** Style of texts that name a model that the user installed or imported. */
	static final String OWN_MODEL = "own model";

	/** How near at hand an input is in a dialog. */
	public enum Place {
			/** Always shown. */
			MAIN,
			/** Folded away until asked for. */
			ADVANCED,
			/** Never shown: for macros and unattended work. */
			HIDDEN
	}

	/** @return whether it is true or false */
	public boolean isTruth() {
		return type == boolean.class || type == Boolean.class;
	}

	/** @return whether it names a model */
	public boolean isModel() {
		return takesModelFile() || style.equals(OWN_MODEL);
	}

	/** @return whether it names a model, or the path of a model file */
	public boolean takesModelFile() {
		return style.equals(MODEL) || style.equals(SEGMENTING_MODEL);
	}

	/** @return texts that a dialog can offer beside the field, while any other goes too; empty if there are none */
	public List<String> suggestions() {
		return switch (style) {
			case MODEL -> ModelLibrary.names();
			case SEGMENTING_MODEL -> ChosenModel.names();
			case OWN_MODEL -> Stream.concat(ModelLibrary.removable().stream(), ForeignLibrary.names().stream()).toList();
			default -> List.of();
		};
	}

	/** @return what kind of value it takes, in one or two words */
	public String kind() {
		if (type == ImagePlus.class) return "image file";
		if (type == File.class) return style.contains("directory") ? "folder" : "file";
		if (isTruth()) return "true or false";
		if (type == int.class || type == Integer.class || type == long.class || type == Long.class) return "whole number";
		if (type == double.class || type == Double.class || type == float.class || type == Float.class) return "number";
		return "text";
	}

	/** @return whether a run needs it to be given */
	public boolean isNeeded() {
		return required && presetText().isEmpty();
	}

	/** @return the preset as a user would write it; empty if there is none */
	public String presetText() {
		return preset == null ? "" : preset.toString();
	}

	/**
	 * @param text as a user wrote it; for an image, the path of its file
	 * @return a value for the field
	 * @throws IllegalArgumentException in one sentence if it is not of the kind, the choices or the range
	 * @throws java.io.IOException in one sentence if it names an image that cannot be read
	 */
	public Object parse(final String text) throws java.io.IOException {
		if (type == ImagePlus.class) {
			if (text.isBlank()) throw new IllegalArgumentException(key + " is empty; give the path of an image");
			return ImageReader.isAddress(text) ? ImageReader.openAddress(text) : ImageReader.open(path(text));
		}
		final Object value = scalar(text);
		check(value);
		return value;
	}

	/** @throws IllegalArgumentException if the value is not among the choices, or out of range */
	public void check(final Object value) {
		if (!choices.isEmpty() && !choices.contains(String.valueOf(value))) throw new IllegalArgumentException(key + " \"" +
			value + "\" is not known; choose " + String.join(", ", choices));
		if (!(value instanceof final Number number)) return;
		final boolean low = minimum instanceof final Number least && number.doubleValue() < least.doubleValue();
		final boolean high = maximum instanceof final Number most && number.doubleValue() > most.doubleValue();
		if (low || high || Double.isNaN(number.doubleValue())) throw new IllegalArgumentException(key + " " + value +
			" is out of range; choose " + range());
	}

	/** @return such as "0 to 1" or "at least 1"; empty if there is no limit */
	public String range() {
		if (minimum == null) return maximum == null ? "" : "at most " + maximum;
		return maximum == null ? "at least " + minimum : minimum + " to " + maximum;
	}

	private Object scalar(final String text) {
		try {
			if (type == int.class || type == Integer.class) return Integer.valueOf(text.strip());
			if (type == long.class || type == Long.class) return Long.valueOf(text.strip());
			if (type == double.class || type == Double.class) return Double.valueOf(text.strip());
			if (type == float.class || type == Float.class) return Float.valueOf(text.strip());
		}
		catch (final NumberFormatException e) {
			throw new IllegalArgumentException(key + " \"" + text + "\" is not a " + kind(), e);
		}
		if (isTruth()) return truth(text);
		if (type == File.class) return path(text).toFile();
		return text;
	}

	private Boolean truth(final String text) {
		if (text.equalsIgnoreCase("true")) return true;
		if (text.equalsIgnoreCase("false")) return false;
		throw new IllegalArgumentException(key + " \"" + text + "\" is not known; choose true or false");
	}

	private Path path(final String text) {
		try {
			return Path.of(text);
		}
		catch (final InvalidPathException e) {
			throw new IllegalArgumentException(key + " \"" + text + "\" is not a path", e);
		}
	}
}
