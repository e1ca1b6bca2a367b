/** From an ImageJ image and a model to labels, a mask or probabilities: what the commands and scripts call. */
package io.github.rwkvsss.segment;
