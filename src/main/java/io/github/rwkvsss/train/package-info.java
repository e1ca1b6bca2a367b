/** Training: samples, augmentation, loss, optimiser, the loop with its checkpoints and log. */
package io.github.rwkvsss.train;
