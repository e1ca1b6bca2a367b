/**
 * Cuts an image of any size into tiles that a network can take, and says with which weight each tile counts where.
 * Axes are in row-major order, (height, width) or (depth, height, width), x fastest; further axes may lead.
 */
package io.github.rwkvsss.tile;
