// Scores an image of predicted labels against one of true labels and leaves the table "RWKV-SSS Scores".
// Argument: predicted labels, true labels, CSV file, separated by line feeds; asked for where there is none.
argument = getArgument();
if (argument == "") {
	predicted = File.openDialog("Predicted labels");
	truth = File.openDialog("True labels");
	output = getDirectory("Folder for the scores") + "scores.csv";
} else {
	parts = split(argument, "\n");
	predicted = parts[0];
	truth = parts[1];
	output = parts[2];
}
open(truth);
trueLabels = getImageID();
open(predicted);
// IDs, because both files may have one name.
run("RWKV-SSS Evaluate Open Images...", "input=" + getImageID() + " truth=" + trueLabels + " task=instance output=[" +
	output + "]");
