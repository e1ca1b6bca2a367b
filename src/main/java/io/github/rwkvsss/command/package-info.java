/**
 * Thin SciJava commands and the headless command line. A command translates parameters, reports progress and gives its
 * result as outputs; the work is done in the rooms before this one.
 */
package io.github.rwkvsss.command;
