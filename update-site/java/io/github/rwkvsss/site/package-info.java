/**
 * What builds and checks the update site. It lies among the tests because it must not ship with the plugin; the profiles
 * {@code update-site} and {@code update-site-cuda} run {@link io.github.rwkvsss.site.BuildSite} and then
 * {@link io.github.rwkvsss.site.CheckSite}.
 */
package io.github.rwkvsss.site;
