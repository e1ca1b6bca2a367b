/**
 * Turns label images into what a network learns, and what it predicts back into classes and objects.
 * Images are row-major arrays of any dimension, size (height, width) or (depth, height, width), x fastest.
 */
package io.github.rwkvsss.label;
