/** Native libraries unpacked from the plugin's jars: whole or not at all, in a folder that nobody else can write to. */
package io.github.rwkvsss.unpack;
