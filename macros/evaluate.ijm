// Scores a folder of predicted label images against the true ones and writes a CSV file.
// Argument: predictions, labels, CSV file, separated by line feeds; asked for where there is none.
argument = getArgument();
if (argument == "") {
	predictions = getDirectory("Folder of predicted labels");
	labels = getDirectory("Folder of true labels");
	output = getDirectory("Folder for the scores") + "scores.csv";
} else {
	parts = split(argument, "\n");
	predictions = parts[0];
	labels = parts[1];
	output = parts[2];
}
run("RWKV-SSS Evaluate...", "predictions=[" + predictions + "] labels=[" + labels + "] task=instance output=[" + output +
	"]");
