package io.github.rwkvsss.correct;

import java.awt.Rectangle;
import java.util.SortedSet;

/**
 * What an edit, its undoing or its repetition changed.
 *
 * @param what was done, such as "merge", for a line of text
 * @param plane of the label image
 * @param box around all changed pixels
 * @param labels of the objects that gained or lost pixels; some may be gone, some new
 */
public record LabelChange(String what, int plane, Rectangle box, SortedSet<Integer> labels) {}
