// Shows what the model looked at for the selected point or area of the active image.
// Argument: model; none for nuclei-2d.
model = getArgument();
if (model == "") model = "nuclei-2d";
if (selectionType() == -1) exit("select a point or an area first");
run("RWKV-SSS Attention Map...", "input=" + getImageID() + " model=[" + model + "] path=model");
