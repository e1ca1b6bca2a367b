/**
 * Files whatever they hold: written whole or not at all, locked between processes, those in the plugin's jars, and native
 * libraries unpacked.
 */
package io.github.rwkvsss.file;
