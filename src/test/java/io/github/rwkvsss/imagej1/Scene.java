package io.github.rwkvsss.imagej1;

import java.nio.file.Path;
import java.util.List;

/**
 * A use of a command: what is answered in its dialog, and where the outcome shows.
 *
 * @param name of its pictures
 * @param label of the command in the menu
 * @param image that is open and active; null for none
 * @param answers key=value, as far as they are not the defaults
 * @param file that the command writes; null if none
 */
record Scene(String name, String label, Path image, List<String> answers, Path file) {}
