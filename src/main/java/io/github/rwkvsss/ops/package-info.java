/**
 * The operations of an RWKV-SSS block: one face, a fused native form (the op library) and a portable form in
 * terms of LibTorch's own operations, which serves as fallback and as reference.
 */
package io.github.rwkvsss.ops;
