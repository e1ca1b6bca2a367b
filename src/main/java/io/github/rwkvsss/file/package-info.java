/**
 * Files whatever they hold: written whole or not at all, locked between processes, moved onto files that others hold; those
 * in the plugin's jars; the user's settings.
 */
package io.github.rwkvsss.file;
