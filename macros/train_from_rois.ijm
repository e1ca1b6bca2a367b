// Trains a model on the active image and the regions in the ROI Manager, then segments the image with it.
// Argument: model file to write, minutes to take, separated by line feeds; asked for where there is none.
argument = getArgument();
if (argument == "") {
	if (roiManager("count") == 0) exit("outline some objects first and press T for each");
	model = getDirectory("Folder for the model") + "own-model.zip";
	minutes = getNumber("Minutes", 5);
} else {
	parts = split(argument, "\n");
	model = parts[0];
	minutes = parts[1];
}
input = getImageID();
run("RWKV-SSS Train on Open Image...", "input=" + input + " output=[" + model + "] minutes=" + minutes);
if (!File.exists(model)) exit("nothing was trained");
run("RWKV-SSS Segment...", "input=" + input + " model=[" + model + "]");
