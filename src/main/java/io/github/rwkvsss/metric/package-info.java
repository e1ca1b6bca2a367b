/**
 * Scores of predicted against true class and label images. Each class states its definition, its source, and what
 * it says of empty regions. Images are row-major arrays of any dimension, size (height, width) or
 * (depth, height, width), x fastest; spacing is in the same order.
 */
package io.github.rwkvsss.metric;
