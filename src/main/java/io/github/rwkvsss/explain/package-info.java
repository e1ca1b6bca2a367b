/** Why a pixel became what it is: which parts of the image a branch of the network weighed for it, as pictures. */
package io.github.rwkvsss.explain;
