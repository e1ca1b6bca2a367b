package io.github.rwkvsss.workbench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ij.ImagePlus;
import io.github.rwkvsss.correct.Project;

/** What the workbench is about: which model, which image, which project. No Swing; on the event thread. */
final class WorkbenchState {

	private final Map<ImagePlus, ImageSession> sessions = new LinkedHashMap<>();
	private final List<Runnable> listeners = new ArrayList<>();
	private ImageSession current;
	private Project project;
	private String model = "nuclei-2d";
	private double diameter;
	private double foundDiameter;
	private int brush = 5;
	private CorrectionTool tool;

	/** @param listener called after every change of what is chosen */
	void follow(final Runnable listener) {
		listeners.add(listener);
	}

	void changed() {
		listeners.forEach(Runnable::run);
	}

	/** Goes on with an image; what is known of it is kept until it is closed or changes its size. */
	ImageSession lookAt(final ImagePlus image) {
		ImageSession session = sessions.get(image);
		if (session == null || !session.fits()) {
			session = new ImageSession(image);
			sessions.put(image, session);
		}
		if (current == session) return session;
		current = session;
		changed();
		return session;
	}

	/** Takes labels and done parts of an image from somewhere else. */
	void put(final ImageSession session) {
		sessions.put(session.image(), session);
		current = session;
		changed();
	}

	/** @return whether there are labels of an image */
	boolean knows(final ImagePlus image) {
		return sessions.containsKey(image);
	}

	/** Forgets an image that was closed. */
	void forget(final ImagePlus image) {
		final ImageSession gone = sessions.remove(image);
		if (gone == null || gone != current) return;
		current = null;
		changed();
	}

	/** @return all images that are open and were looked at, in that order */
	List<ImageSession> sessions() {
		return List.copyOf(sessions.values());
	}

	/** @return the image that is corrected; empty if none is open */
	Optional<ImageSession> current() {
		return Optional.ofNullable(current);
	}

	/** @return the folder in which is kept what is done; empty if none was opened */
	Optional<Project> project() {
		return Optional.ofNullable(project);
	}

	/** @param opened whose current model is used from now on */
	void open(final Project opened, final String itsModel) {
		project = opened;
		model = itsModel;
		changed();
	}

	/** @return name or path of the model that segments */
	String model() {
		return model;
	}

	void model(final String choice) {
		if (choice.equals(model)) return;
		model = choice;
		foundDiameter = 0;
		changed();
	}

	/** @return pixels across a typical object, as the user says; 0 for what is found */
	double diameter() {
		return diameter;
	}

	void diameter(final double pixels) {
		diameter = pixels;
		changed();
	}

	/** @return what the last segmentation found; 0 if nothing */
	double foundDiameter() {
		return foundDiameter;
	}

	void foundDiameter(final double pixels) {
		foundDiameter = pixels;
		changed();
	}

	/** @return radius of the brush in pixels */
	int brush() {
		return brush;
	}

	void brush(final int radius) {
		brush = radius;
		changed();
	}

	/** @return what the mouse does in the image; empty if it does what ImageJ's tools do */
	Optional<CorrectionTool> tool() {
		return Optional.ofNullable(tool);
	}

	/** @param other null for ImageJ's own tools */
	void tool(final CorrectionTool other) {
		tool = other;
		changed();
	}
}
