/**
 * Segment, correct, learn, again: corrections of label images that can be undone, a project folder of images that were corrected,
 * rounds of learning from them, and which places to look at next. Knows no windows.
 */
package io.github.rwkvsss.correct;
