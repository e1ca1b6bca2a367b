// Segments one file without a window: fiji --headless -macro segment_file_headless.ijm "in.tif|out.tif|nuclei-2d"
// Argument: input file, output file, model, separated by vertical bars.
parts = split(getArgument(), "|");
if (parts.length != 3) exit("segment_file_headless needs: input file | output file | model");
setBatchMode(true);
open(parts[0]);
input = getImageID();
before = nImages;
run("RWKV-SSS Segment...", "input=" + input + " model=[" + parts[2] + "] labels=true");
if (nImages == before) exit("nothing was segmented");
if (getImageID() == input) selectImage(nImages);
saveAs("Tiff", parts[1]);
