/** Inputs that were damaged or made to harm, for all readers. */
package io.github.rwkvsss.hostile;
