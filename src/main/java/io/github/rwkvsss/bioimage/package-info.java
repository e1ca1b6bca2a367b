/** What a model says to programs of other people: descriptions of bioimage.io, arrays of NumPy. */
package io.github.rwkvsss.bioimage;
