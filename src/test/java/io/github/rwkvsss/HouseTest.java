package io.github.rwkvsss;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The rooms of the house, what each may know, and who may touch what lies outside. */
class HouseTest {

	private static final String ROOT = "io.github.rwkvsss";

	/** For each room the rooms that it may depend on. Data flows one way. */
	private static final Map<String, List<String>> ROOMS = rooms();

	private static JavaClasses house;

	private static Map<String, List<String>> rooms() {
		final Map<String, List<String>> rooms = new LinkedHashMap<>();
		rooms.put("progress", List.of());
		rooms.put("file", List.of("progress"));
		rooms.put("scan", List.of());
		rooms.put("zarr", List.of("file"));
		rooms.put("image", List.of());
		rooms.put("format", List.of("file", "image", "zarr"));
		rooms.put("tile", List.of());
		rooms.put("unpack", List.of("file", "progress"));
		rooms.put("tensor", List.of("file", "progress", "unpack"));
		rooms.put("bioimage", List.of("file"));
		rooms.put("ops", List.of("tensor"));
		rooms.put("network", List.of("scan", "tensor", "ops"));
		rooms.put("label", List.of("file", "image", "progress"));
		rooms.put("metric", List.of("file"));
		rooms.put("predict", List.of("image", "progress", "tile"));
		rooms.put("model", List.of("bioimage", "network", "tensor", "tile", "image", "label", "progress", "file"));
		rooms.put("foreign", List.of("file", "bioimage", "image", "label", "model", "ops", "tensor", "tile"));
		rooms.put("train", List.of("file", "scan", "format", "image", "label", "metric", "model", "network", "ops", "tensor",
			"predict", "progress", "tile"));
		rooms.put("live", List.of("file", "train"));
		rooms.put("segment", List.of("file", "foreign", "format", "image", "label", "model", "predict", "progress", "tensor",
			"tile"));
		rooms.put("batch", List.of("file", "format", "image", "model", "progress", "segment", "tensor"));
		rooms.put("block", List.of("file", "format", "image", "label", "model", "predict", "progress", "segment", "tensor",
			"tile"));
		rooms.put("correct", List.of("file", "format", "image", "label", "metric", "model", "network", "progress", "segment",
			"tensor", "train"));
		rooms.put("evaluate", List.of("format", "image", "label", "metric", "model", "network", "progress", "segment"));
		rooms.put("bench", List.of("progress", "batch", "format", "image", "model", "network", "ops", "scan", "segment",
			"tensor", "tile", "train"));
		rooms.put("ablation", List.of("bench", "file", "model", "network", "progress", "scan", "tensor", "train"));
		rooms.put("explain", List.of("image", "model", "network", "predict", "progress", "scan", "segment", "tensor", "tile"));
		rooms.put("script", List.of("evaluate", "image", "label", "metric", "model", "ops", "predict", "progress", "scan",
			"segment", "tensor", "tile", "train"));
		rooms.put("check", List.of("file", "model", "network", "ops", "progress", "tensor", "unpack"));
		rooms.put("workbench", List.of("check", "correct", "format", "image", "label", "live", "model", "ops", "progress",
			"segment", "tensor", "tile", "train"));
		rooms.put("command", List.of("workbench", "progress", "scan", "format", "image", "tile", "tensor", "ops", "network",
			"label", "metric", "predict", "model", "foreign", "train", "live", "segment", "batch", "block", "evaluate", "bench",
			"ablation", "correct", "explain", "script", "check", "file"));
		rooms.put("imagej1", List.of("command", "format", "image", "progress"));
		return rooms;
	}

	@BeforeAll
	static void open() {
		// Names tell all that the rules ask; looking into LibTorch's classes would take long.
		ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
		house = new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS).importPackages(ROOT);
	}

	@TestFactory
	List<DynamicTest> everyRoomKnowsOnlyThoseBeforeIt() {
		final List<DynamicTest> tests = new ArrayList<>();
		ROOMS.forEach((room, known) -> {
			final String[] others = ROOMS.keySet().stream().filter(r -> !r.equals(room) && !known.contains(r)).map(r -> ROOT +
				"." + r + "..").toArray(String[]::new);
			tests.add(DynamicTest.dynamicTest(room, () -> noClasses().that().resideInAPackage(ROOT + "." + room + "..").should()
				.dependOnClassesThat().resideInAnyPackage(others).allowEmptyShould(true).check(house)));
		});
		return tests;
	}

	@Test
	void everyPackageIsARoomOfTheTable() {
		final TreeSet<String> unknown = new TreeSet<>();
		house.forEach(type -> {
			final String place = type.getPackageName();
			final String room = place.length() > ROOT.length() ? place.substring(ROOT.length() + 1).split("\\.")[0] : place;
			if (!ROOMS.containsKey(room)) unknown.add(place);
		});
		assertEquals(new TreeSet<>(), unknown);
	}

	@Test
	void roomsDoNotDependOnEachOtherInCircles() {
		slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(house);
	}

	@Test
	void onlySomeRoomsSeeTensors() {
		confined("org.bytedeco..", "tensor", "ops", "network", "model", "foreign", "train", "bench", "explain");
	}

	@Test
	void onlySomeRoomsSeeImageJ() {
		// Segment, evaluate and explain go from ImagePlus to ImagePlus: they keep its axes, calibration and colours.
		confined("ij..", "image", "format", "label", "live", "segment", "batch", "block", "evaluate", "explain", "bench",
			"correct", "script", "workbench", "command", "imagej1");
	}

	@Test
	void onlyDescriptionsAreYaml() {
		confined("org.yaml..", "bioimage");
	}

	@Test
	void onlyZarrUnpacksChunks() {
		confined("io.airlift..", "zarr");
	}

	@Test
	void onlyCommandsSeeSciJava() {
		confined("org.scijava..", "command", "imagej1");
	}

	@Test
	void onlyForeignModelsRunCodeOfAFile() {
		noClasses().that().resideOutsideOfPackage(ROOT + ".foreign..").should().callMethodWhere(DescribedPredicate.describe(
			"loads TorchScript", call -> call.getTargetOwner().getFullName().equals("org.bytedeco.pytorch.global.torch") && call
				.getName().matches("load|load_jit_module_.*|import_ir_module|pickle_load.*"))).check(house);
	}

	@Test
	void oneClassLoadsNativeCode() {
		// LibTorch and JavaCppLibraries load LibTorch, NativeLibrary ours.
		noClasses().that().doNotHaveFullyQualifiedName(ROOT + ".tensor.NativeLibrary").and().doNotHaveFullyQualifiedName(ROOT +
			".tensor.LibTorch").and().doNotHaveFullyQualifiedName(ROOT + ".tensor.JavaCppLibraries").should().callMethodWhere(
				systemLoad()).check(house);
	}

	private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall> systemLoad() {
		return DescribedPredicate.describe("loads a native library", call -> {
			final String owner = call.getTargetOwner().getFullName();
			final String method = call.getName();
			return (owner.equals("java.lang.System") || owner.equals("java.lang.Runtime")) && (method.equals("load") || method
				.equals("loadLibrary")) || owner.equals("org.bytedeco.javacpp.Loader") && (method.equals("load") || method.equals(
					"loadLibrary"));
		});
	}

	@Test
	void onlyTheCommandLineAndFailuresSpeakOnStandardStreams() {
		noClasses().that().doNotHaveFullyQualifiedName(ROOT + ".command.CommandLine").and().doNotHaveFullyQualifiedName(ROOT +
			".command.FailureNotice").should(ACCESS_STANDARD_STREAMS).check(house);
	}

	@Test
	void exceptionsSayWhatTheyAre() {
		noClasses().should(THROW_GENERIC_EXCEPTIONS).check(house);
	}

	@Test
	void nothingDependsOnCommandsButPlainImageJ() {
		noClasses().that().resideOutsideOfPackages(ROOT + ".command..", ROOT + ".imagej1..").should().dependOnClassesThat()
			.resideInAPackage(ROOT + ".command..").check(house);
	}

	private static void confined(final String library, final String... rooms) {
		final String[] allowed = new String[rooms.length];
		for (int i = 0; i < rooms.length; i++) allowed[i] = ROOT + "." + rooms[i] + "..";
		noClasses().that().resideOutsideOfPackages(allowed).should().dependOnClassesThat().resideInAPackage(library).check(
			house);
	}
}
