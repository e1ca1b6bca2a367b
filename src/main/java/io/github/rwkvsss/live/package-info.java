/** What a user sees of a training while it runs: curves, the current validation image, time left, buttons to end it; and the page of first steps. */
package io.github.rwkvsss.live;
