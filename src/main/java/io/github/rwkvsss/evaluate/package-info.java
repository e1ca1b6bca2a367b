/** Scores of whole folders of images, from predicted labels or straight from a model. */
package io.github.rwkvsss.evaluate;
