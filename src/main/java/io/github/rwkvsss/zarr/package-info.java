/**
 * Arrays in chunks: Zarr 2 and 3 as far as images need them, and the images that OME-Zarr 0.4 and 0.5 describe with them.
 * Knows nothing of ImageJ.
 */
package io.github.rwkvsss.zarr;
