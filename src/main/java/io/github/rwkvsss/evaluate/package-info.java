/** Scores of open images and of whole folders, from predicted labels or straight from a model. */
package io.github.rwkvsss.evaluate;
