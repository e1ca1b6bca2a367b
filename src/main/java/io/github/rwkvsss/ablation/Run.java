package io.github.rwkvsss.ablation;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One training and its scores: a row of the CSV file.
 *
 * @param key which run it is
 * @param parameters trained values
 * @param operations multiply-accumulate operations of a forward pass over one patch
 * @param score the number by which networks are compared, 0 to 1; see {@link HeldOutScores}
 * @param scores what it is made of, by name
 * @param loss of the last steps of the training
 * @param seconds of the training
 * @param peakMebibytes most memory that the process had during the run; NaN where it cannot be measured
 * @param commit of the program
 */
public record Run(Key key, long parameters, long operations, double score, Map<String, Double> scores, double loss,
	double seconds, double peakMebibytes, String commit)
{

	static final String HEADER =
		"variant,data,seed,steps,preset,patch,batch,parameters,macs,score,scores,loss,seconds,peak_mib,commit";
	private static final int COLUMNS = HEADER.split(",").length;

	/**
	 * What makes a run another run.
	 *
	 * @param variant title of the variant
	 * @param data name of the data set
	 * @param seed of weights, patches and augmentation
	 * @param steps of the training
	 * @param preset of the whole network
	 * @param patch edges of the training patch with x between, slowest first
	 * @param batch patches per step
	 */
	public record Key(String variant, String data, long seed, int steps, String preset, String patch, int batch) {

		/** Takes out of the name what would part a cell. */
		public Key {
			data = plain(data);
		}

		/** @return the same run of another variant */
		Key of(final String other) {
			return new Key(other, data, seed, steps, preset, patch, batch);
		}

		/** @return a name for its folder */
		String folder() {
			return String.join("-", data, variant, String.valueOf(seed), String.valueOf(steps), preset, patch, String.valueOf(
				batch));
		}
	}

	/** Keeps the scores in their order, and takes out of their names what would part a cell. */
	public Run {
		final Map<String, Double> kept = new LinkedHashMap<>();
		scores.forEach((name, value) -> kept.put(plain(name), value));
		scores = Collections.unmodifiableMap(kept);
	}

	String csv() {
		return String.format(Locale.ROOT, "%s,%s,%d,%d,%s,%s,%d,%d,%d,%.6f,%s,%.6f,%.1f,%.0f,%s", key.variant(), key.data(), key
			.seed(), key.steps(), key.preset(), key.patch(), key.batch(), parameters, operations, score, scores.entrySet()
				.stream().map(entry -> entry.getKey() + "=" + String.format(Locale.ROOT, "%.6f", entry.getValue())).collect(
					Collectors.joining(";")), loss, seconds, peakMebibytes, commit);
	}

	/**
	 * @param line of a CSV file
	 * @return the run; empty if the line is not whole, as the last one of a file that was being written
	 */
	static Optional<Run> read(final String line) {
		final String[] cells = line.split(",", -1);
		if (cells.length != COLUMNS) return Optional.empty();
		try {
			final Map<String, Double> scores = new LinkedHashMap<>();
			for (final String pair : cells[10].split(";")) {
				final int equals = pair.lastIndexOf('=');
				scores.put(pair.substring(0, equals), Double.valueOf(pair.substring(equals + 1)));
			}
			return Optional.of(new Run(new Key(cells[0], cells[1], Long.parseLong(cells[2]), Integer.parseInt(cells[3]), cells[4],
				cells[5], Integer.parseInt(cells[6])), Long.parseLong(cells[7]), Long.parseLong(cells[8]), Double.parseDouble(
					cells[9]), scores, Double.parseDouble(cells[11]), Double.parseDouble(cells[12]), Double.parseDouble(cells[13]),
				cells[14]));
		}
		catch (final NumberFormatException | StringIndexOutOfBoundsException e) {
			return Optional.empty();
		}
	}

	/** What would part a cell. */
	private static String plain(final String text) {
		return text.replaceAll("[,;=\\s]+", "_");
	}
}
