package io.github.rwkvsss.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ij.gui.OvalRoi;
import ij.gui.PointRoi;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.TextRoi;
import ij.io.RoiEncoder;
import ij.ImagePlus;
import ij.process.ByteProcessor;

import io.github.rwkvsss.batch.StatusDoor;
import io.github.rwkvsss.bioimage.Npy;
import io.github.rwkvsss.bioimage.Yaml;
import io.github.rwkvsss.file.Reading;
import io.github.rwkvsss.foreign.Activation;
import io.github.rwkvsss.foreign.Consent;
import io.github.rwkvsss.foreign.ForeignLibrary;
import io.github.rwkvsss.foreign.Packages;
import io.github.rwkvsss.format.ImageReader;
import io.github.rwkvsss.format.LabelReader;
import io.github.rwkvsss.image.PixelSource;
import io.github.rwkvsss.label.RoiAnnotation;
import io.github.rwkvsss.label.RoiFile;
import io.github.rwkvsss.label.Unlabelled;
import io.github.rwkvsss.model.BundleEntries;
import io.github.rwkvsss.model.ModelFile;
import io.github.rwkvsss.model.ModelLibrary;
import io.github.rwkvsss.model.Safetensors;
import io.github.rwkvsss.train.CheckpointDoor;

/** A way by which files of users come in, and sound files that it takes. */
enum Door {

		IMAGE {

			@Override
			void read(final Path file) throws IOException {
				PixelSource.of(ImageReader.read(file));
			}

			@Override
			void fill(final Path folder) throws IOException {
				copyImages(folder);
			}
		},
		LABELS
		{

			@Override
			void read(final Path file) throws IOException {
				LabelReader.read(file);
			}

			@Override
			void fill(final Path folder) throws IOException {
				copyImages(folder);
			}
		},
		MODEL
		{

			@Override
			void read(final Path file) throws IOException {
				ModelFile.readManifest(file);
				ModelFile.read(file).close();
			}

			@Override
			void fill(final Path folder) throws IOException {
				for (final String name : List.of("format-1.zip", "format-2.zip")) copy("model/" + name, folder);
			}
		},
		WEIGHTS
		{

			@Override
			void read(final Path file) throws IOException {
				Safetensors.read(Files.readAllBytes(file));
			}

			@Override
			void fill(final Path folder) throws IOException {
				copy("model/python.safetensors", folder);
			}
		},
		CHECKPOINT
		{

			@Override
			void read(final Path file) throws IOException {
				CheckpointDoor.read(file);
			}

			@Override
			void fill(final Path folder) throws IOException {
				CheckpointDoor.write(folder.resolve("checkpoint.safetensors"));
			}
		},
		PACKAGE
		{

			/** Its code is never run: that is refused after all has been read. */
			@Override
			void read(final Path file) throws IOException {
				ForeignLibrary.install(file, Consent.NOT_GIVEN, null, Activation.NONE, ModelLibrary.IfThere.REFUSE);
			}

			@Override
			void fill(final Path folder) throws IOException {
				for (final String name : List.of("unet-0.4.zip", "unet-0.5.zip")) Packages.copy(name, folder);
			}
		},
		DESCRIPTION
		{

			@Override
			void read(final Path file) throws IOException {
				Yaml.read(Files.readAllBytes(file));
			}

			@Override
			void fill(final Path folder) throws IOException {
				final Path zip = Packages.copy("unet-0.5.zip", folder);
				Files.write(folder.resolve("rdf.yaml"), BundleEntries.of(zip).get("rdf.yaml"));
				Files.delete(zip);
			}
		},
		ARRAY
		{

			@Override
			void read(final Path file) throws IOException {
				Npy.read(Files.readAllBytes(file));
			}

			@Override
			void fill(final Path folder) throws IOException {
				Files.write(folder.resolve("a.npy"), new Npy(new long[] { 2, 3 }, new float[] { 1, 2, 3, 4, 5, 6 }).toBytes());
			}
		},
		REGIONS
		{

			@Override
			void read(final Path file) throws IOException {
				final List<Roi> regions = RoiFile.read(file);
				// What a training does with them next.
				Reading.of(file, () -> RoiAnnotation.objects(new ImagePlus("i", new ByteProcessor(64, 64)), regions,
					Unlabelled.BACKGROUND, 0));
			}

			@Override
			void fill(final Path folder) throws IOException {
				final List<Roi> regions = new ArrayList<>(List.of(new Roi(3, 4, 10, 12), new OvalRoi(20, 20, 9, 9), new PolygonRoi(
					new float[] { 1, 9.5f, 5 }, new float[] { 30, 31, 40 }, Roi.POLYGON), new PointRoi(5, 6), new TextRoi(1, 1,
						"text")));
				regions.get(1).setProperty("key", "value");
				for (int i = 0; i < regions.size(); i++) Files.write(folder.resolve(i + ".roi"), RoiEncoder.saveAsByteArray(regions
					.get(i)));
				try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(folder.resolve("regions.zip")))) {
					for (int i = 0; i < 3; i++) {
						zip.putNextEntry(new ZipEntry("region-" + i + ".roi"));
						zip.write(RoiEncoder.saveAsByteArray(regions.get(i)));
					}
				}
			}
		},
		STATUS
		{

			@Override
			void read(final Path file) throws IOException {
				StatusDoor.read(file);
			}

			@Override
			void fill(final Path folder) throws IOException {
				Files.writeString(folder.resolve("batch-status.csv"), "file,status,objects,seconds,message,settings\n" +
					"a.tif,done,12,1.50,,0123456789abcdef-1234\n\"b, \"\"c\"\".tif\",failed,,0.10,is empty,0123456789abcdef\n");
			}
		},
		SETTINGS
		{

			@Override
			void read(final Path file) {
				System.setProperty("rwkvsss.settings", file.getParent().toString());
				ForeignLibrary.trusted();
			}

			@Override
			void fill(final Path folder) throws IOException {
				Files.writeString(folder.resolve("trusted-code.txt"), "0".repeat(64) + " 1234 imported:some-net\n");
			}
		};

	/** Reads a file as far as a command does before it computes. */
	abstract void read(Path file) throws IOException;

	/** Puts sound files into a folder. */
	abstract void fill(Path folder) throws IOException;

	/** Larger files would only make each try slower. */
	private static final long LARGEST = 200_000;

	private static void copyImages(final Path folder) throws IOException {
		final Path from = resource("format");
		final List<Path> all;
		try (var walk = Files.walk(from)) {
			all = walk.filter(Files::isRegularFile).filter(file -> !file.toString().toLowerCase(Locale.ROOT).matches(
				".*\\.(py|md|txt|json|csv|class)")).sorted().toList();
		}
		for (final Path file : all) if (Files.size(file) <= LARGEST) Files.copy(file, folder.resolve(from.relativize(file)
			.toString().replace('/', '-')));
	}

	private static void copy(final String name, final Path folder) throws IOException {
		final Path from = resource(name);
		Files.copy(from, folder.resolve(from.getFileName()));
	}

	private static Path resource(final String name) throws IOException {
		try {
			return Path.of(Door.class.getResource("/io/github/rwkvsss/" + name).toURI());
		}
		catch (final java.net.URISyntaxException e) {
			throw new IOException(e);
		}
	}

	/** @return the sound files by name, as they are */
	Map<String, byte[]> sound(final Path empty) throws IOException {
		fill(empty);
		final Map<String, byte[]> files = new java.util.TreeMap<>();
		try (var list = Files.list(empty)) {
			for (final Path file : list.toList()) files.put(file.getFileName().toString(), Files.readAllBytes(file));
		}
		return files;
	}
}
