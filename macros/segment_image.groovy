#@ ImagePlus image
#@ String (label = "Model", value = "nuclei-2d", persist = false) model
#@ CommandService commands
#@output ImagePlus labels

// For Fiji's script editor: segments an image and hands the labels to what follows.
import io.github.rwkvsss.command.SegmentCommand

// false: no dialog for what is not given here; it keeps its default.
def segment = commands.run(SegmentCommand, false, "input", image, "model", model).get()
if (segment.isCanceled()) throw new IllegalArgumentException(segment.getCancelReason())
labels = segment.outputs.values().find { it instanceof ij.ImagePlus }
