/** Networks of which a part is replaced, trained alike and compared: which part earns its place. */
package io.github.rwkvsss.ablation;
