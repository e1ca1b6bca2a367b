/** Draws the images in {@code sample-data/}: none is a photograph, all labels are known. Needs the JDK only. */
package io.github.rwkvsss.sampledata;
