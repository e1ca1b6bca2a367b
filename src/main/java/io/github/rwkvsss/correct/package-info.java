/** Correcting what a model found, and learning from it. */
package io.github.rwkvsss.correct;
