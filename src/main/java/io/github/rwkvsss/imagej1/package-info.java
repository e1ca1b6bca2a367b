/**
 * The commands in an ImageJ 1.x without SciJava: dialogs, recorder and macro options made from the same annotations,
 * under the same menu labels and macro keys.
 */
package io.github.rwkvsss.imagej1;
