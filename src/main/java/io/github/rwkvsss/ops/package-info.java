/**
 * The operations of an RWKV-SSS block: one face, a fused native implementation (the op library) and a portable implementation in
 * terms of LibTorch's own operations, which serves as fallback and as reference.
 */
package io.github.rwkvsss.ops;
