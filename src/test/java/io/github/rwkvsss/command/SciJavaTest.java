package io.github.rwkvsss.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;

import org.scijava.Cancelable;
import org.scijava.Context;
import org.scijava.app.StatusService;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.event.EventHandler;
import org.scijava.event.EventService;
import org.scijava.module.ModuleItem;
import org.scijava.task.Task;
import org.scijava.task.TaskService;
import org.scijava.task.event.TaskEvent;

import ij.ImagePlus;
import io.github.rwkvsss.segment.DrawnImages;
import io.github.rwkvsss.segment.SmallModels;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as SciJava finds and runs them in Fiji. */
class SciJavaTest {

	@TempDir
	static Path folder;
	private static Context context;
	private static CommandService commands;
	private static Path model;

	@BeforeAll
	static void start() throws IOException {
		context = new Context(CommandService.class, StatusService.class, TaskService.class, EventService.class);
		commands = context.service(CommandService.class);
		model = SmallModels.semantic(folder, 2, 1);
	}

	@AfterAll
	static void stop() {
		context.dispose();
	}

	@Test
	void commandsAreFoundInTheMenu() {
		for (final CommandList.Entry entry : CommandList.entries()) {
			final CommandInfo info = commands.getCommand(entry.command());
			assertNotNull(info, entry.name() + " is not in the plugin index; build with annotation processing");
			assertTrue(info.isValid(), info.getProblems().toString());
			assertEquals("Plugins > RWKV-SSS > " + CommandCall.labelOf(entry.command()), info.getMenuPath().getMenuString());
			assertTrue(info.canRunHeadless(), entry.name());
			assertTrue(Cancelable.class.isAssignableFrom(entry.command()), entry.name() + " has no Cancel button");
		}
	}

	/** What changes a result must not come from the last run. */
	@Test
	void nothingPersists() {
		for (final CommandList.Entry entry : CommandList.entries()) {
			final List<String> users = CommandCall.of(entry.command()).inputs().stream().map(Input::key).toList();
			for (final ModuleItem<?> item : commands.getCommand(entry.command()).inputs()) {
				if (users.contains(item.getName())) assertFalse(item.isPersisted(), entry.name() + " " + item.getName());
			}
		}
	}

	@Test
	void runsWithProgress() throws InterruptedException, ExecutionException {
		final TaskProgress progress = new TaskProgress();
		context.inject(progress);
		final ImagePlus image = DrawnImages.discs(8, 40, 40, 1, 3, 1);
		final CommandModule module = commands.run(SegmentCommand.class, false, "input", image, "model", model.toString(),
			"labels", false, "mask", true).get();
		assertFalse(module.isCanceled(), module.getCancelReason());
		assertArrayEquals(image.getDimensions(), ((ImagePlus) module.getOutput("mask_image")).getDimensions());
		assertTrue(progress.shares.contains(1.0), progress.shares.toString());
	}

	@Test
	void taskCancelsTheCommand() throws InterruptedException, ExecutionException {
		final CancelingListener listener = new CancelingListener();
		context.inject(listener);
		final CommandModule module = commands.run(SegmentCommand.class, false, "input", DrawnImages.discs(8, 40, 40, 1, 3, 1),
			"model", model.toString()).get();
		assertTrue(module.isCanceled());
		assertEquals("canceled", module.getCancelReason());
		assertEquals(null, module.getOutput("label_image"));
		listener.on = false;
	}

	@Test
	void refusesInOneSentence() throws InterruptedException, ExecutionException {
		final CommandModule module = commands.run(SegmentCommand.class, false, "input", DrawnImages.discs(8, 40, 40, 2, 1, 1),
			"model", model.toString(), "prominence", 5.0).get();
		assertEquals("prominence 5.0 is out of range; choose 0.0 to 1.999", module.getCancelReason());
	}

	/** Notes the progress of tasks. */
	public static final class TaskProgress {

		private final List<Double> shares = Collections.synchronizedList(new ArrayList<>());

		@EventHandler
		void onEvent(final TaskEvent event) {
			final Task task = event.getTask();
			if (task.getProgressMaximum() > 0) shares.add((double) task.getProgressValue() / task.getProgressMaximum());
		}
	}

	/** Cancels a task at its first sign. */
	public static final class CancelingListener {

		private volatile boolean on = true;

		@EventHandler
		void onEvent(final TaskEvent event) {
			if (on && !event.getTask().isCanceled()) event.getTask().cancel("enough");
		}
	}
}
