/** Scan orders over grids of tokens, and the token shifts that follow them, as plain index arrays. */
package io.github.rwkvsss.scan;
