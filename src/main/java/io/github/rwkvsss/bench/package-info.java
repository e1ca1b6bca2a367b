/** What networks and operations cost: parameters, operations, seconds, memory. */
package io.github.rwkvsss.bench;
