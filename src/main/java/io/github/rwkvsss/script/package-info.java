/** The door for scripts: ImgLib2 images in, ImgLib2 label images, models and scores out. */
package io.github.rwkvsss.script;
