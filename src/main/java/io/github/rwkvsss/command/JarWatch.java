package io.github.rwkvsss.command;

import java.util.Optional;

import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.service.AbstractService;
import org.scijava.service.SciJavaService;
import org.scijava.service.Service;

import io.github.rwkvsss.check.Finding;
import io.github.rwkvsss.check.InstalledJars;
import io.github.rwkvsss.check.JarClashes;

/**
 * Looks for jars that clash as soon as Fiji starts: when a command finds out, Fiji may have failed already. Reads names
 * and a few small entries only, and loads nothing.
 */
@Plugin(type = Service.class)
public final class JarWatch extends AbstractService implements SciJavaService {

	@Parameter(required = false)
	private LogService log;

	private String warning;

	@Override
	public void initialize() {
		JarClashes.in(InstalledJars.here()).stream().filter(finding -> finding.level() == Finding.Level.BROKEN).forEach(
			finding -> warning = "RWKV-SSS: " + finding.fact() + ". " + finding.advice());
		if (warning != null && log != null) log.error(warning);
	}

	/** @return what was found at the start; empty if all is well */
	public Optional<String> warning() {
		return Optional.ofNullable(warning);
	}
}
