package io.github.rwkvsss.command;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

import io.github.rwkvsss.foreign.Activation;
import io.github.rwkvsss.foreign.Consent;
import io.github.rwkvsss.foreign.ForeignLibrary;
import io.github.rwkvsss.foreign.OutputMeaning;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.ModelManifest;
import io.github.rwkvsss.progress.Cancellation;
import io.github.rwkvsss.progress.Progress;
import io.github.rwkvsss.progress.Sentence;

/** Lists, installs, imports, removes and renews models. */
@Plugin(type = Command.class, headless = true, attrs = @Attr(name = CommandCall.RECORDS_ITSELF),
	label = "RWKV-SSS Models...",
	description = "Lists models; installs one from a file or folder, imports a third-party model, removes one, or rewrites one in the current format.",
	menu = { @Menu(label = "Plugins"), @Menu(label = "RWKV-SSS"), @Menu(label = "RWKV-SSS Models...", weight = 8) })
public final class ModelsCommand extends ReportingCommand {

	@Parameter(label = "Action",
		description = "Action: install, import and renew need a file or folder, remove needs a model.", choices = { "list",
			"install", "import", "remove", "renew" }, persist = false)
	private String action = "list";

	@Parameter(label = "File or folder",
		description = "Model file, folder of an unpacked model, or folder of model files, to install; bioimage.io package to import; model file to renew.",
		style = "open", required = false, persist = false)
	private File source = new File("");

	@Parameter(label = "Model to remove", description = "Name of the installed or imported model to remove.",
		style = Input.OWN_MODEL, required = false, persist = false)
	private String model = "";

	@Parameter(label = "Replace one of the same name", description = "Replaces a model of the same name.", persist = false)
	private boolean replace;

	@Parameter(label = "I trust its code",
		description = "When importing, must be true: a third-party model contains code, which runs with your permissions.",
		required = false, persist = false)
	private boolean trust_code;

	@Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
	private final String advanced = "Advanced: how an imported model's output is read, and what renewing writes";

	@Parameter(label = "Meaning",
		description = "When importing: meaning of the output's channels (auto = where it is unambiguous).", choices = { "auto",
			"foreground", "classes", "foreground_boundary" }, required = false, persist = false)
	private String meaning = "auto";

	@Parameter(label = "Activation",
		description = "When importing: activation applied to the output after the steps of its description.", choices = {
			"none", "sigmoid", "softmax" }, required = false, persist = false)
	private String activation = "none";

	@Parameter(label = "Renew into", description = "Model file to write when renewing, .zip; empty to replace the source.",
		style = "save", required = false, persist = false)
	private File output = new File("");

	@Parameter(label = "Renew with TorchScript",
		description = "When renewing: add the network as TorchScript, which makes the file a model for bioimage.io, and twice as large.",
		persist = false)
	private boolean torchscript = true;

	@Parameter(label = "Portable TorchScript", description = ExportCommand.PORTABLE, required = false, persist = false)
	private boolean portable;

	@Parameter(type = ItemIO.OUTPUT, label = "Report")
	private String report;

	@Override
	protected boolean computes() {
		return false;
	}

	@Override
	protected void work(final Progress progress, final Cancellation cancellation) throws IOException {
		report = switch (action) {
			case "install" -> install(progress, cancellation);
			case "import" -> importForeign();
			case "remove" -> {
				if (model.isBlank()) throw new IllegalArgumentException("no model is named; give model=<name>");
				yield "removed " + (ForeignLibrary.isOne(model) ? ForeignLibrary.remove(model) : ModelLibrary.remove(model));
			}
			case "renew" -> renew();
			default -> list();
		};
	}

	private static String list() {
		final StringBuilder text = new StringBuilder();
		for (final String name : ModelLibrary.names()) {
			String description;
			try {
				final ModelManifest manifest = ModelLibrary.describe(name);
				description = ModelText.purpose(manifest);
			}
			catch (final IOException e) {
				// One damaged file must not hide the others.
				description = "cannot be read: " + Sentence.of(e);
			}
			text.append(String.format("%-20s %-10s %s%n", name, ModelLibrary.isShipped(name) ? "shipped" : ModelLibrary
				.isInstalled(name) ? "installed" : "in Fiji", description));
		}
		final List<String> trusted = ForeignLibrary.trusted();
		for (final String name : ForeignLibrary.names()) text.append(String.format("%-31s %s%n", name, trusted.contains(name)
			? "a third-party program, which you trusted" : "a third-party program, which you have not imported: it is not run"));
		return text.append("Installed models lie in ").append(ModelLibrary.userFolder()).toString();
	}

	private String install(final Progress progress, final Cancellation cancellation) throws IOException {
		final List<Path> files = files(InputPath.of(source.getPath(), "source"));
		final StringBuilder text = new StringBuilder();
		for (int i = 0; i < files.size(); i++) {
			cancellation.check();
			progress.update(i, files.size(), "Installing " + files.get(i).getFileName());
			text.append("installed ").append(ModelLibrary.install(files.get(i), ifThere())).append('\n');
		}
		return text.toString().strip();
	}

	private String importForeign() throws IOException {
		final ForeignLibrary.Imported imported = ForeignLibrary.install(InputPath.of(source.getPath(), "source"), trust_code
			? Consent.GIVEN : Consent.NOT_GIVEN, meaning.equals("auto") ? null : OutputMeaning.of(meaning), Activation.of(
				activation), ifThere());
		return "imported " + imported.file() + "\nChoose it as model=" + imported.name() + "; its output is read as " + imported
			.meaning().word() + ".\n" + imported.example().sentence() + "\n" + Consent.WARNING;
	}

	private ModelLibrary.IfThere ifThere() {
		return replace ? ModelLibrary.IfThere.REPLACE : ModelLibrary.IfThere.REFUSE;
	}

	private static List<Path> files(final Path given) throws IOException {
		if (!Files.isDirectory(given) || Files.exists(given.resolve("model.json"))) return List.of(given);
		final List<Path> files = new ArrayList<>();
		try (Stream<Path> all = Files.list(given)) {
			all.filter(file -> file.getFileName().toString().endsWith(".zip")).sorted().forEach(files::add);
		}
		if (files.isEmpty()) throw new IOException("the folder " + given +
			" has neither a model.json nor model files (.zip); choose another");
		return files;
	}

	private String renew() throws IOException {
		final Path from = InputPath.of(source.getPath(), "source");
		final Path to = output.getPath().isEmpty() ? from : OutputFile.of(output.getPath(), inputFiles());
		if (!to.toString().endsWith(".zip")) throw new IllegalArgumentException("the name of the model file " + to +
			" must end in .zip");
		ModelFile.rewrite(from, to, portable ? ModelFile.Contents.WITH_PORTABLE_TORCHSCRIPT : torchscript
			? ModelFile.Contents.WITH_TORCHSCRIPT : ModelFile.Contents.WEIGHTS_ONLY);
		return "wrote " + to + " in format " + ModelFile.FORMAT;
	}
}
