/**
 * The commands in ImageJ 1.x, plain or within Fiji: dialogs, recorder and macro options made from the same annotations,
 * under the same menu labels and macro keys.
 */
package io.github.rwkvsss.imagej1;
