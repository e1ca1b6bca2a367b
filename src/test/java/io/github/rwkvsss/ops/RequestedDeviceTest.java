package io.github.rwkvsss.ops;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import io.github.rwkvsss.tensor.CudaFacts;

class RequestedDeviceTest {

	@Test
	void theCpuIsAlwaysThere() {
		assertTrue(RequestedDevice.of("cpu").device().isCpu());
	}

	@Test
	void autoTakesWhatThereIs() {
		if (CudaFacts.read().devices() == 0) assertTrue(RequestedDevice.of("auto").device().isCpu());
		else assertTrue(RequestedDevice.of("auto").device().isCuda() || RequestedDevice.of("auto").surprising());
	}

	@Test
	void whatIsNoDeviceIsRefused() {
		assertThrows(IllegalArgumentException.class, () -> RequestedDevice.of("cuda:99"));
		assertThrows(IllegalArgumentException.class, () -> RequestedDevice.of("toaster"));
	}
}
