/**
 * What builds and checks the update site. It lies among the tests because it must not ship with the plugin; the profile
 * {@code update-site} runs {@link io.github.rwkvsss.site.BuildSite}.
 */
package io.github.rwkvsss.site;
