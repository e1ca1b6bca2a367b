package io.github.rwkvsss.zarr;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/**
 * A Zarr hierarchy behind a web server, or in a public bucket of S3; only read, without any account. Buckets are Amazon's, or
 * those of the server that the variables of its own programs name, {@code AWS_ENDPOINT_URL_S3} or {@code AWS_ENDPOINT_URL}.
 */
public final class HttpStore implements ZarrStore {

	private static final Duration PATIENCE = Duration.ofSeconds(60);
	private static final int TRIES = 3;

	private final String name;
	private final String base;
	private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(
		HttpClient.Redirect.NORMAL).build();

	/**
	 * @param place begins with http://, https:// or s3://
	 * @throws IllegalArgumentException in one sentence if it is no such address
	 */
	public HttpStore(final String place) {
		this(place, named("AWS_ENDPOINT_URL_S3", named("AWS_ENDPOINT_URL", "")));
	}

	/** @param endpoint address of the server that has the buckets; empty for Amazon's */
	HttpStore(final String place, final String endpoint) {
		name = place.replaceAll("/+$", "");
		base = address(name, endpoint.replaceAll("/+$", ""));
	}

	private static String named(final String variable, final String otherwise) {
		final String value = System.getenv(variable);
		return value == null || value.isBlank() ? otherwise : value.strip();
	}

	/** @return whether a text is the address of such a store */
	public static boolean isAddress(final String text) {
		return text.matches("(?i)(https?|s3)://.*");
	}

	private static String address(final String name, final String endpoint) {
		try {
			final URI uri = URI.create(name);
			if (uri.getHost() == null && uri.getAuthority() == null) throw new IllegalArgumentException("no host");
			if (!"s3".equalsIgnoreCase(uri.getScheme())) return name;
			final String path = uri.getRawPath();
			if (!endpoint.isEmpty()) return endpoint + "/" + uri.getAuthority() + path;
			// NB: Amazon's certificate is of one name before its own, so a bucket with a dot in its name is part of the path.
			return uri.getAuthority().contains(".") ? "https://s3.amazonaws.com/" + uri.getAuthority() + path : "https://" + uri
				.getAuthority() + ".s3.amazonaws.com" + path;
		}
		catch (final IllegalArgumentException e) {
			throw new IllegalArgumentException("\"" + name +
				"\" is no address of an image; write for instance https://host/image.ome.zarr", e);
		}
	}

	@Override
	public String name() {
		return name;
	}

	@Override
	public byte[] read(final String key, final long most) throws IOException {
		return get(key, null, (int) Math.min(most, Integer.MAX_VALUE - 8));
	}

	@Override
	public byte[] read(final String key, final long from, final int count) throws IOException {
		final String range = from < 0 ? "bytes=-" + count : "bytes=" + from + "-" + (from + count - 1);
		final byte[] part = get(key, range, count);
		if (part != null && part.length != count) throw new IOException(name + "/" + key + " is cut short: " + part.length +
			" bytes came instead of " + count);
		return part;
	}

	private byte[] get(final String key, final String range, final int most) throws IOException {
		final HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + "/" + key)).timeout(PATIENCE).GET();
		if (range != null) request.header("Range", range);
		IOException last = null;
		for (int i = 0; i < TRIES; i++) {
			try {
				final HttpResponse<InputStream> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
				try (InputStream body = answer.body()) {
					final int status = answer.statusCode();
					if (status >= 500) {
						last = new IOException(name + "/" + key + " cannot be read: the server answers " + status);
						continue;
					}
					// NB: S3 answers 403 for what is not there where the bucket may not be listed.
					if (status == 404 || status == 410 || status == 403) return null;
					if (status != (range == null ? 200 : 206)) throw new IOException(name + "/" + key +
						" cannot be read: the server answers " + status + (range == null || status != 200 ? ""
							: ", so it cannot send parts"));
					final byte[] bytes = body.readNBytes(most);
					if (body.read() >= 0) throw new IOException(name + "/" + key + " has more than the " + most +
						" bytes that it may have");
					return bytes;
				}
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
				throw (IOException) new InterruptedIOException("reading " + name + " was interrupted").initCause(e);
			}
		}
		throw last;
	}
}
