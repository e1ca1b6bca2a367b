package io.github.rwkvsss.file;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What names of files may be. Two kinds of systems differ; disks may be stricter than their system. */
public enum NameRules {

		WINDOWS {

			@Override
			public Optional<String> problem(final String name) {
				if (isDevice(name)) return Optional.of("Windows keeps the name \"" + name + "\" for a device; choose another name");
				if (name.endsWith(".") || name.endsWith(" ")) return Optional.of(
					"Windows takes dots and spaces off the end of a name; choose one without");
				return tooLong(name.length(), "letters");
			}
		},

		/** Linux and macOS. */
		OTHERS {

			@Override
			public Optional<String> problem(final String name) {
				return tooLong(name.getBytes(StandardCharsets.UTF_8).length, "bytes");
			}
		};

	/** Of a name, on every file system of the three. */
	private static final int LONGEST = 255;

	/** Those that are devices with any extension, the superscripts included. */
	private static final Pattern DEVICE = Pattern.compile(
		"(?i)(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9¹²³]) *(\\..*)?", Pattern.DOTALL);

	/** @return the rules of this system */
	public static NameRules here() {
		return File.separatorChar == '\\' ? WINDOWS : OTHERS;
	}

	/**
	 * @param name of a file, without its folder
	 * @return why no file can have it, and what to do; empty if one can
	 */
	public abstract Optional<String> problem(String name);

	/** @return whether Windows takes it for a device, whatever its extension */
	public static boolean isDevice(final String name) {
		return DEVICE.matcher(name).matches();
	}

	/** @return equal for names that some disks treat as equal: by letter case, or by how accents are written */
	public static String sameOnDisk(final String name) {
		return Normalizer.normalize(name, Normalizer.Form.NFC).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
	}

	private static Optional<String> tooLong(final int length, final String unit) {
		return length <= LONGEST ? Optional.empty() : Optional.of("its name has " + length + " " + unit +
			", and a name may have " + LONGEST + "; choose a shorter one");
	}
}
