/** The RWKV-SSS network, its configuration, and the networks it is compared with. */
package io.github.rwkvsss.network;
