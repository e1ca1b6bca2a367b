package io.github.rwkvsss.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.Test;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/** A bucket of S3 on a server of its own: objects by path, 403 for what is not there, as where nobody may list it. */
class S3BucketTest {

	private static final byte[] CHUNK = "0123456789".getBytes(StandardCharsets.UTF_8);
	private static final Map<String, byte[]> OBJECTS = Map.of("/microscopy/plate/image.ome.zarr/0/0.0", CHUNK,
		"/microscopy/plate/image.ome.zarr/.zgroup", "{}".getBytes(StandardCharsets.UTF_8));

	private final Set<String> asked = ConcurrentHashMap.newKeySet();

	private void answer(final HttpExchange exchange) throws IOException {
		asked.add(exchange.getRequestURI().getPath());
		byte[] bytes = OBJECTS.get(exchange.getRequestURI().getPath());
		if (bytes == null) {
			exchange.sendResponseHeaders(403, -1);
			return;
		}
		final String range = exchange.getRequestHeaders().getFirst("Range");
		if (range != null) {
			final String[] ends = range.substring("bytes=".length()).split("-", -1);
			bytes = ends[0].isEmpty() ? Arrays.copyOfRange(bytes, bytes.length - Integer.parseInt(ends[1]), bytes.length) : Arrays
				.copyOfRange(bytes, Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
		}
		exchange.sendResponseHeaders(range == null ? 200 : 206, bytes.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(bytes);
		}
	}

	@Test
	void aBucketIsReadByPathOnTheServerThatIsNamed() throws IOException {
		final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", this::answer);
		server.start();
		try {
			final HttpStore store = new HttpStore("s3://microscopy/plate/image.ome.zarr/", "http://127.0.0.1:" + server
				.getAddress().getPort() + "/");
			assertEquals("s3://microscopy/plate/image.ome.zarr", store.name());
			assertArrayEquals(CHUNK, store.read("0/0.0", 100));
			assertArrayEquals("345".getBytes(StandardCharsets.UTF_8), store.read("0/0.0", 3, 3));
			assertArrayEquals("789".getBytes(StandardCharsets.UTF_8), store.read("0/0.0", -3, 3));
			assertNull(store.read("zarr.json", 100));
			assertEquals(Set.of("/microscopy/plate/image.ome.zarr/0/0.0", "/microscopy/plate/image.ome.zarr/zarr.json"), asked);
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void whatIsNoAddressIsToldInOneSentence() {
		assertEquals("\"s3:///image\" is no address of an image; write for instance https://host/image.ome.zarr", assertThrows(
			IllegalArgumentException.class, () -> new HttpStore("s3:///image", "")).getMessage());
	}
}
