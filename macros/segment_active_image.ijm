// Segments the active image and leaves the labels as a new image.
// Argument: name of a model that ships, or path of a model file; none for nuclei-2d.
model = getArgument();
if (model == "") model = "nuclei-2d";
// The ID says which image is meant; without input= a macro in batch mode may get another one.
run("RWKV-SSS Segment...", "input=" + getImageID() + " model=[" + model + "] labels=true");
