/** A trained network with all that is needed to use it, and the file that holds it. */
package io.github.rwkvsss.model;
