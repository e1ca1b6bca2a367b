package io.github.rwkvsss.workbench;

import java.nio.file.Path;
import java.util.List;

import javax.swing.JButton;
import javax.swing.JFileChooser;
import javax.swing.JLabel;
import javax.swing.JMenuItem;
import javax.swing.JPanel;
import javax.swing.JPopupMenu;

/** Which folder keeps what is done. */
final class ProjectPanel {

	private final WorkbenchState state;
	private final ProjectFolder folder;
	private final JLabel name = new JLabel();
	private final JButton images;
	private final JPanel panel;

	ProjectPanel(final WorkbenchState state, final ProjectFolder folder) {
		this.state = state;
		this.folder = folder;
		name.setName("project");
		final JButton open = Parts.button("open project", "Open or new...",
			"Chooses the folder of a project, or an empty one for a new project", this::choose);
		images = Parts.button("project images", "Its images...", "Opens an image of the project where it was left", () -> folder
			.list(this::offerImages));
		panel = Parts.section("Project", Parts.row(open, images), name);
		state.follow(this::follow);
		follow();
	}

	JPanel panel() {
		return panel;
	}

	private void follow() {
		name.setText(" " + state.project().map(project -> "Folder " + project.folder().getFileName()).orElse(
			"No folder chosen: nothing is kept"));
		name.setToolTipText(state.project().map(project -> project.folder().toString()).orElse(
			"A folder keeps images, corrections and models of each round"));
		images.setEnabled(state.project().isPresent());
	}

	private void choose() {
		final JFileChooser chooser = new JFileChooser(state.project().map(project -> project.folder().toFile()).orElse(null));
		chooser.setName("project chooser");
		chooser.setDialogTitle("Project folder: an existing project, or an empty folder for a new one");
		chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
		chooser.setApproveButtonText("Use this folder");
		if (chooser.showOpenDialog(panel) != JFileChooser.APPROVE_OPTION) return;
		final Path chosen = chooser.getSelectedFile().toPath();
		folder.open(chosen, () -> {});
	}

	private void offerImages(final List<String> examples) {
		final JPopupMenu menu = new JPopupMenu();
		for (final String example : examples) {
			final JMenuItem item = new JMenuItem(example);
			item.setName("example " + example);
			item.addActionListener(event -> folder.openExample(example));
			menu.add(item);
		}
		if (examples.isEmpty()) menu.add(new JMenuItem("The project has no images yet")).setEnabled(false);
		menu.show(images, 0, images.getHeight());
	}
}
