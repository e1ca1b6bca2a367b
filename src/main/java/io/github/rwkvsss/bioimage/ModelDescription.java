package io.github.rwkvsss.bioimage;

import java.io.IOException;

/**
 * What a bioimage.io description says of a model with one input, one output and TorchScript weights.
 *
 * @param version of the description, 0.4.x or 0.5.x
 * @param name of the model
 * @param licence as the description calls it; "not stated" if it does not
 * @param weights name of the file with the TorchScript archive
 * @param sha256 of that file, lower case; null if it is not stated
 * @param input what the network takes
 * @param output what it gives, of the same extents in space
 */
public record ModelDescription(String version, String name, String licence, String weights, String sha256,
	TensorDescription input, TensorDescription output)
{

	/**
	 * @param yaml a file rdf.yaml
	 * @throws IOException in one sentence if it is none, or asks for what is not done here
	 */
	public static ModelDescription read(final byte[] yaml) throws IOException {
		return new ModelDescriptionReader(Fields.of(Yaml.read(yaml), "root")).read();
	}
}
