package io.github.rwkvsss.correct;

/**
 * A place of an image and how unsure the model is of it.
 *
 * @param name of the image or file
 * @param frame from 1, as ImageJ counts
 * @param slice from 1
 * @param x first column, from 0
 * @param y first row, from 0
 * @param width columns
 * @param height rows
 * @param score 0 to 1, higher where the model is less sure
 */
public record RankedView(String name, int frame, int slice, int x, int y, int width, int height, double score) {}
