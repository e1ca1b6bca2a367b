/** Folders of images and images beyond memory on a cluster of Apache Spark, over the tasks that run anywhere else. */
package io.github.rwkvsss.spark;
