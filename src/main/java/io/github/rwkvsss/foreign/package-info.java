/**
 * Third-party models, as TorchScript. Such an archive is a program: it is loaded in this room only, and only after
 * the user has said so.
 */
package io.github.rwkvsss.foreign;
