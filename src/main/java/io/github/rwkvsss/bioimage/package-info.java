/** What a model says to other programs: descriptions of bioimage.io, arrays of NumPy. */
package io.github.rwkvsss.bioimage;
