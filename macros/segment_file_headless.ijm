// Segments one file without a window: fiji --headless -macro segment_file_headless.ijm "in.tif|out.tif|nuclei-2d"
// Argument: input file, output file, model, separated by vertical bars.
parts = split(getArgument(), "|");
if (parts.length != 3) exit("segment_file_headless needs: input file | output file | model");
setBatchMode(true);
open(parts[0]);
input = getImageID();
run("RWKV-SSS Segment...", "input=" + input + " model=[" + parts[2] + "] labels=true");
outcome = call("java.lang.System.getProperty", "rwkv-sss.outcome");
if (outcome != "done") exit(outcome);
if (getImageID() == input) selectImage(nImages);
saveAs("Tiff", parts[1]);
