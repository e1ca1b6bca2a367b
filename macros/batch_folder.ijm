// Segments a folder of images into another folder: label images, ROIs, tables, and batch-status.csv.
// Started again it goes on where it ended. Argument: images, results, model, separated by line feeds; asked for where
// there is none.
argument = getArgument();
if (argument == "") {
	images = getDirectory("Folder of images");
	results = getDirectory("Folder for the results");
	model = getString("Model", "nuclei-2d");
} else {
	parts = split(argument, "\n");
	images = parts[0];
	results = parts[1];
	model = parts[2];
}
run("RWKV-SSS Batch...", "images=[" + images + "] output=[" + results + "] model=[" + model +
	"] recursive=false labels=true rois=true table=true");
