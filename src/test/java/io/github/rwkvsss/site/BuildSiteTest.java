package io.github.rwkvsss.site;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a site must not lack, how it replaces the last one, and how the one for CUDA lies beside it; with stand-ins for jars. */
class BuildSiteTest {

	private static final long MONDAY = 20260105120000L;

	private static final List<String> CUDA = List.of("linux64/pytorch-gpu-2.10.0-1.5.13-linux-x86_64.jar",
		"linux64/cuda-13.1-9.19-1.5.13-linux-x86_64.jar", "linux64/cuda-redist-13.1-9.19-1.5.13-linux-x86_64.jar",
		"win64/pytorch-gpu-2.10.0-1.5.13-windows-x86_64.jar", "win64/cuda-13.1-9.19-1.5.13-windows-x86_64.jar",
		"win64/cuda-redist-13.1-9.19-1.5.13-windows-x86_64.jar", "cuda-13.1-9.19-1.5.13.jar",
		"linux64/rwkv-sss-cuda-linux-x86_64-0.1.0-SNAPSHOT.jar");

	private static final List<String> NATIVES = List.of("linux64/pytorch-2.10.0-1.5.13-linux-x86_64.jar",
		"win64/pytorch-2.10.0-1.5.13-windows-x86_64.jar", "macos64/pytorch-2.10.0-1.5.13-macosx-x86_64.jar",
		"macos-arm64/pytorch-2.10.0-1.5.13-macosx-arm64.jar", "pytorch-2.10.0-1.5.13.jar", "rwkv-sss-1.0.0.jar");

	/** What maven-dependency-plugin is told to copy. */
	private static final Pattern ITEM = Pattern.compile("(?s)<artifactItem>.*?</artifactItem>");

	@TempDir
	Path folder;

	private Path content(final String name, final List<String> jars) throws IOException {
		final Path content = folder.resolve(name);
		for (final String jar : jars) SiteTest.jar(content.resolve("jars").resolve(jar), jar);
		licences(content.resolve("licenses").resolve(name));
		return content;
	}

	/** The project's own list and texts, as the profile lays them out. */
	private static void licences(final Path target) throws IOException {
		Files.createDirectories(target);
		Files.copy(Path.of("LICENSE"), target.resolve("LICENSE"));
		final Path source = Path.of("update-site", "licenses");
		for (final String file : Folders.files(source)) Files.copy(source.resolve(file), target.resolve(file));
	}

	/** Fiji would print a line for each command at every start. */
	@Test
	void aMenuForPlainImageJIsRefused() throws IOException {
		final Path content = content("rwkv-sss", NATIVES);
		final Path jar = content.resolve("plugins").resolve("RWKV_SSS.jar");
		Files.createDirectories(jar.getParent());
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
			out.putNextEntry(new ZipEntry("plugins.config"));
			Files.copy(Path.of("src/main/resources/plugins.config"), out);
		}
		final String sentence = assertThrows(IOException.class, () -> BuildSite.write(content, folder.resolve("site"), Optional
			.empty(), MONDAY)).getMessage();
		assertTrue(sentence.startsWith("plugins/RWKV_SSS.jar has a menu for plain ImageJ"), sentence);
		assertFalse(Files.readString(Path.of("pom.xml")).contains("${site.content}/plugins/RWKV_SSS.jar"),
			"the build puts it there");
	}

	@Test
	void theSiteForCudaLiesBesideTheOther() throws IOException {
		final Path site = folder.resolve("site");
		final Path cuda = folder.resolve("cuda");
		BuildSite.write(content("rwkv-sss", NATIVES), site, Optional.empty(), MONDAY);
		BuildSite.write(content("rwkv-sss-cuda", CUDA), cuda, Optional.empty(), MONDAY);
		assertEquals(List.of("linux64", "macos-arm64", "macos64", "win64"), CheckSite.platforms(site));
		assertEquals(List.of("linux64", "win64"), CheckSite.platforms(cuda));
		final TreeSet<String> common = new TreeSet<>(SiteFile.byIdentity(SiteDatabase.read(site)).keySet());
		common.retainAll(SiteFile.byIdentity(SiteDatabase.read(cuda)).keySet());
		assertEquals(new TreeSet<>(), common);
		// NB: the installer refuses to write a file twice.
		final Path both = Files.createDirectories(folder.resolve("both"));
		SiteInstaller.install(site, "linux64", both);
		SiteInstaller.install(cuda, "linux64", both);
		assertEquals(List.of("jars/cuda-13.1-9.19-1.5.13.jar", "jars/linux64/cuda-13.1-9.19-1.5.13-linux-x86_64.jar",
			"jars/linux64/cuda-redist-13.1-9.19-1.5.13-linux-x86_64.jar", "jars/linux64/pytorch-2.10.0-1.5.13-linux-x86_64.jar",
			"jars/linux64/pytorch-gpu-2.10.0-1.5.13-linux-x86_64.jar",
			"jars/linux64/rwkv-sss-cuda-linux-x86_64-0.1.0-SNAPSHOT.jar", "jars/pytorch-2.10.0-1.5.13.jar",
			"jars/rwkv-sss-1.0.0.jar"), Folders.files(both).stream().filter(file -> file.startsWith("jars/")).toList());
	}

	@Test
	void everyJarThatThePomPutsIntoASiteHasALicence() throws IOException {
		final List<String> jars = ITEM.matcher(Files.readString(Path.of("pom.xml"))).results().map(MatchResult::group).map(
			item -> item.contains("<destFileName>") ? told("destFileName", item) : told("artifactId", item) + "-0.jar").distinct()
			.toList();
		assertTrue(jars.size() >= 7, jars.toString());
		ThirdParty.check(content("rwkv-sss", jars));
	}

	private static String told(final String element, final String item) {
		return item.replaceAll("(?s).*<" + element + ">(.*)</" + element + ">.*", "$1").replaceAll("\\$\\{[^}]*}", "0");
	}

	@Test
	void aJarWithoutALicenceIsRefusedAndTheLastSiteStays() throws IOException {
		final Path site = folder.resolve("site");
		final List<SiteFile> before = BuildSite.write(content("rwkv-sss", NATIVES), site, Optional.empty(), MONDAY);
		SiteTest.jar(folder.resolve("rwkv-sss/jars/unknown-1.0.jar"), "whose?");
		assertTrue(assertThrows(IOException.class, () -> BuildSite.write(folder.resolve("rwkv-sss"), site, Optional.empty(),
			MONDAY)).getMessage().startsWith("jars/unknown-1.0.jar is not in licenses/rwkv-sss/THIRD-PARTY.md"));
		Files.delete(folder.resolve("rwkv-sss/jars/unknown-1.0.jar"));
		Files.delete(folder.resolve("rwkv-sss/licenses/rwkv-sss/pytorch.txt"));
		assertTrue(assertThrows(IOException.class, () -> BuildSite.write(folder.resolve("rwkv-sss"), site, Optional.empty(),
			MONDAY)).getMessage().contains("names pytorch.txt"));
		assertEquals(before, SiteDatabase.read(site));
	}

	@Test
	void whatALaterBuildNoLongerHasIsGoneUnlessThePreviousSiteIsGiven() throws IOException {
		final Path site = folder.resolve("site");
		final Path content = content("rwkv-sss", NATIVES);
		SiteTest.put(content.resolve("macros/rwkv-sss/old.ijm"), "// old");
		BuildSite.write(content, site, Optional.empty(), MONDAY);
		Files.delete(content.resolve("macros/rwkv-sss/old.ijm"));
		final List<SiteFile> increment = BuildSite.write(content, site, Optional.of(site), MONDAY);
		assertTrue(SiteFile.byIdentity(increment).get("macros/rwkv-sss/old.ijm").version().isEmpty());
		assertFalse(Files.exists(site.resolve("macros")));
		assertFalse(SiteFile.byIdentity(BuildSite.write(content, site, Optional.empty(), MONDAY)).containsKey(
			"macros/rwkv-sss/old.ijm"));
		assertTrue(assertThrows(IOException.class, () -> BuildSite.write(content, site, Optional.of(folder.resolve("none")),
			MONDAY)).getMessage().startsWith("there is no db.xml.gz in"));
	}

	@Test
	void nativesOfAnotherPlatformOrFewerThanElsewhereAreFound() throws IOException {
		final Path jar = folder.resolve("javacpp-1.5.13-windows-x86_64.jar");
		entry(jar, "org/bytedeco/javacpp/linux-x86_64/libjnijavacpp.so");
		CheckSite.checkNatives(jar, "linux-x86_64");
		assertTrue(assertThrows(IOException.class, () -> CheckSite.checkNatives(jar, "windows-x86_64")).getMessage().endsWith(
			"must have natives for windows-x86_64 and has them for [linux-x86_64]"));
		final Path content = content("rwkv-sss", NATIVES);
		SiteTest.jar(content.resolve("jars/win64/openblas-0.3.31-1.5.13-windows-x86_64.jar"), "one more");
		BuildSite.write(content, folder.resolve("site"), Optional.empty(), MONDAY);
		assertTrue(assertThrows(IOException.class, () -> CheckSite.platforms(folder.resolve("site"))).getMessage().contains(
			"openblas"));
	}

	private static void entry(final Path jar, final String name) throws IOException {
		try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
			out.putNextEntry(new ZipEntry(name));
			out.write(1);
		}
	}
}
