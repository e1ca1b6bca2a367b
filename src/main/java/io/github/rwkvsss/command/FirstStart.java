package io.github.rwkvsss.command;

import java.awt.GraphicsEnvironment;
import java.io.IOException;

import org.scijava.event.EventHandler;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;
import org.scijava.ui.event.UIShownEvent;

import io.github.rwkvsss.live.FirstSteps;

/**
 * Shows what to do first when Fiji's window comes up for the first time with the plugin: once for each user, and never
 * where there is no window.
 */
@Plugin(type = Service.class)
public final class FirstStart extends AbstractService implements SciJavaService {

	@Parameter(required = false)
	private LogService log;

	/** @param event Fiji's window is there */
	@EventHandler
	void windowShown(final UIShownEvent event) {
		if (GraphicsEnvironment.isHeadless() || !FirstSteps.isFirst()) return;
		try {
			FirstSteps.show();
		}
		catch (final IOException e) {
			if (log != null) log.warn("RWKV-SSS: the page of first steps cannot be shown", e);
		}
	}
}
