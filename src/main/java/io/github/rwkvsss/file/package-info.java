/** Files whatever they hold: those in the plugin's jars, and native libraries unpacked whole or not at all. */
package io.github.rwkvsss.file;
