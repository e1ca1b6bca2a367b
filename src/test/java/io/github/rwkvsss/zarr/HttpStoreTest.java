package io.github.rwkvsss.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

import com.sun.net.httpserver.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store behind a server of this machine, which holds one file of six bytes. */
class HttpStoreTest {

	private static final byte[] BYTES = { 1, 2, 3, 4, 5, 6 };

	private HttpServer server;
	private HttpStore store;

	@BeforeEach
	void serve() throws IOException {
		server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/image.ome.zarr/0/c/0", exchange -> {
			final String range = exchange.getRequestHeaders().getFirst("Range");
			byte[] answer = BYTES;
			if ("bytes=1-2".equals(range)) answer = Arrays.copyOfRange(BYTES, 1, 3);
			if ("bytes=-2".equals(range)) answer = Arrays.copyOfRange(BYTES, 4, 6);
			exchange.sendResponseHeaders(range == null ? 200 : 206, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		server.start();
		store = new HttpStore("http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort() +
			"/image.ome.zarr/");
	}

	@AfterEach
	void stop() {
		server.stop(0);
	}

	@Test
	void readsWholeFilesAndParts() throws IOException {
		assertArrayEquals(BYTES, store.read("0/c/0", 100));
		assertArrayEquals(new byte[] { 2, 3 }, store.read("0/c/0", 1, 2));
		assertArrayEquals(new byte[] { 5, 6 }, store.read("0/c/0", -1, 2));
		assertNull(store.read("0/c/1", 100));
	}

	@Test
	void refusesMoreThanItMayHave() {
		final String refusal = assertThrows(IOException.class, () -> store.read("0/c/0", 5)).getMessage();
		assertTrue(refusal.endsWith("/image.ome.zarr/0/c/0 has more than the 5 bytes that it may have"), refusal);
	}

	@Test
	void knowsAddressesFromPaths() {
		assertTrue(HttpStore.isAddress("s3://bucket/image.ome.zarr"));
		assertFalse(HttpStore.isAddress("/data/image.ome.zarr"));
		assertEquals("s3://bucket/image.ome.zarr", new HttpStore("s3://bucket/image.ome.zarr").name());
		assertThrows(IllegalArgumentException.class, () -> new HttpStore("https:///image.ome.zarr"));
	}
}
