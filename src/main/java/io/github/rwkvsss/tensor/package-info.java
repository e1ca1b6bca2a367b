/** LibTorch tensors as this project uses them: scopes that free them, copies from and to Java arrays, devices. */
package io.github.rwkvsss.tensor;
