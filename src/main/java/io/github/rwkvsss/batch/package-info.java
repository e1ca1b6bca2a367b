/** Many images, one after another: what a folder holds, what is done already, and what became of each file. */
package io.github.rwkvsss.batch;
