package io.github.rwkvsss.command;

import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** What commands that compute have in common. */
abstract class ComputingCommand extends ReportingCommand {

	@Parameter(label = "Device",
		description = "Compute device: auto uses an NVIDIA GPU if available, else the CPU; cuda requires the first GPU.",
		choices = { "auto", "cpu", "cuda", "cuda:1", "cuda:2", "cuda:3", "mps" }, attrs = @Attr(name = CommandCall.ADVANCED),
		required = false, persist = false)
	String device = "auto";
}
