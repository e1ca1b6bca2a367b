/**
 * From an image to probabilities: plan the tiles, read each, predict in batches, blend. Knows arrays only; the network
 * stands behind {@link io.github.rwkvsss.tile.TilePredictor}.
 */
package io.github.rwkvsss.predict;
