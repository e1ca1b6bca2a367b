package io.github.rwkvsss.command;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.ops.RequestedDevice;
import io.github.rwkvsss.tensor.ComputeDevice;
import io.github.rwkvsss.tensor.DeviceChoice;
import io.github.rwkvsss.tile.FreeMemory;

/** What the input "device" of a command comes to. Loads LibTorch; says what was chosen, once until ImageJ ends. */
final class ChosenDevice {

	private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

	private ChosenDevice() {}

	/**
	 * @param wanted auto, cpu, cuda or cuda:1
	 * @param reader told what was chosen and why, where that is not plain, and if operations are slower there
	 * @return the device, which is there
	 * @throws IllegalArgumentException in one sentence if a GPU is wanted and cannot be used
	 */
	static ComputeDevice of(final String wanted, final Consumer<String> reader) {
		final DeviceChoice choice = RequestedDevice.of(wanted);
		if (choice.surprising()) tell(choice.sentence(), reader);
		OperationsNotice.tell(choice.device(), reader);
		return choice.device();
	}

	/**
	 * @param model that is to compute there; one that was imported computes on the CPU
	 * @return as for {@link #of(String, Consumer)}
	 */
	static ComputeDevice of(final String wanted, final String model, final Consumer<String> reader) {
		if (!model.startsWith(ModelLibrary.IMPORTED)) return of(wanted, reader);
		final String reason = "imported models compute on the CPU, because their code may name a device itself";
		final ComputeDevice device = RequestedDevice.of(wanted).device();
		if (!device.isCpu() && !wanted.equals(DeviceChoice.AUTO)) throw new IllegalArgumentException("device " + wanted +
			" cannot be used: " + reason + "; leave device at auto");
		if (!device.isCpu()) tell("computing on the CPU: " + reason, reader);
		OperationsNotice.tell(ComputeDevice.CPU, reader);
		return ComputeDevice.CPU;
	}

	/** @return bytes that are free where it computes; 0 if not known */
	static long freeBytes(final ComputeDevice device) {
		return device.isCuda() ? device.freeBytes() : FreeMemory.available();
	}

	private static void tell(final String sentence, final Consumer<String> reader) {
		if (TOLD.add(sentence)) reader.accept(sentence);
	}
}
