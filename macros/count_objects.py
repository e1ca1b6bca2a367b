#@ File (label = "Images", style = "directory", persist = false) images
#@ File (label = "Table to write, .csv", style = "save", persist = false) table
#@ String (label = "Model", value = "nuclei-2d", persist = false) model
#@ CommandService commands
#@output String summary

# For Fiji's script editor (Jython): counts the objects in every image of a folder.
import os
from ij import IJ, ImagePlus

rows = ["image,objects"]
for name in sorted(os.listdir(images.path)):
    image = IJ.openImage(os.path.join(images.path, name))
    if image is None:
        continue
    # The command by name: in Python "io" means something else. False: no dialog for what is not given.
    segment = commands.run("io.github.rwkvsss.command.SegmentCommand", False,
        ["input", image, "model", model]).get()
    if segment.isCanceled():
        rows.append("%s,%s" % (name, segment.getCancelReason().replace(",", ";")))
        continue
    labels = [value for value in segment.getOutputs().values() if isinstance(value, ImagePlus)][0]
    # Objects are numbered from 1 without gaps.
    rows.append("%s,%d" % (name, int(labels.getStatistics().max)))
with open(table.path, "w") as out:
    out.write("\n".join(rows) + "\n")
summary = "counted %d images" % (len(rows) - 1)
