/**
 * Images far beyond memory, block by block: a plan that every run of the same work makes alike, blocks that are found one
 * by one and kept in a folder, shards of them, and what joins them.
 */
package io.github.rwkvsss.block;
