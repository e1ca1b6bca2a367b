// Trains a model on a folder of images and one of labels, then segments the active image with it.
// Argument: images, labels, model file to write, steps, separated by line feeds; asked for where there is none.
argument = getArgument();
if (argument == "") {
	images = getDirectory("Folder of images");
	labels = getDirectory("Folder of label images of the same names");
	model = getDirectory("Folder for the model") + "own-model.zip";
	steps = getNumber("Steps", 2000);
} else {
	parts = split(argument, "\n");
	images = parts[0];
	labels = parts[1];
	model = parts[2];
	steps = parseInt(parts[3]);
}
input = getImageID();
run("RWKV-SSS Train...", "images=[" + images + "] labels=[" + labels + "] output=[" + model + "] task=instance" +
	" preset=tiny steps=" + steps + " validate_every=" + minOf(100, steps) + " patch=64 batch=2 seed=1");
run("RWKV-SSS Segment...", "input=" + input + " model=[" + model + "] labels=true");
