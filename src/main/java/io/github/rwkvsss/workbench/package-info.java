/**
 * The window in which a model is corrected and learns: segment, correct, mark as done, learn, again. What it decides is
 * in classes without Swing ({@code WorkbenchState}, {@code Segmenting}, {@code Correcting}, {@code Learning}); panels
 * show them. All of it happens on the event thread but for what {@code Work} runs.
 */
package io.github.rwkvsss.workbench;
