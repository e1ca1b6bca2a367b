// Segments every image of a folder and saves the labels under the same names in another.
// For macros that do something of their own with each result; batch_folder.ijm is faster, since it loads the model once.
// Argument: input folder, output folder, model, separated by line feeds; asked for where there is none.
argument = getArgument();
if (argument == "") {
	from = getDirectory("Folder of images");
	to = getDirectory("Folder for the labels");
	model = getString("Model", "nuclei-2d");
} else {
	parts = split(argument, "\n");
	from = parts[0];
	to = parts[1];
	model = parts[2];
}
setBatchMode(true);
names = getFileList(from);
for (i = 0; i < names.length; i++) {
	if (endsWith(names[i], "/")) continue;
	showProgress(i, names.length);
	open(from + File.separator + names[i]);
	input = getImageID();
	// A file that cannot be segmented must not end the macro: it looks at the outcome itself.
	run("RWKV-SSS Segment...", "input=" + input + " model=[" + model + "] labels=true on_failure=continue");
	outcome = call("java.lang.System.getProperty", "rwkv-sss.outcome");
	if (outcome == "done") {
		if (getImageID() == input) selectImage(nImages);
		saveAs("Tiff", to + File.separator + File.getNameWithoutExtension(names[i]) + ".tif");
		close();
	} else print(names[i] + ": " + outcome);
	selectImage(input);
	close();
}
