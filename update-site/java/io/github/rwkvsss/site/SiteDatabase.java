package io.github.rwkvsss.site;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;

import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** The {@code db.xml.gz} of an update site. Its grammar stands at its head, so that a validating reader can check it. */
final class SiteDatabase {

	static final String NAME = "db.xml.gz";

	private static final String GRAMMAR = """
		<?xml version="1.0" encoding="UTF-8"?>
		<!DOCTYPE pluginRecords [
		<!ELEMENT pluginRecords (plugin*)>
		<!ELEMENT plugin (platform*, category*, version?, previous-version*)>
		<!ELEMENT platform (#PCDATA)>
		<!ELEMENT category (#PCDATA)>
		<!ELEMENT version (description?, dependency*, link*, author*)>
		<!ELEMENT description (#PCDATA)>
		<!ELEMENT dependency EMPTY>
		<!ELEMENT link (#PCDATA)>
		<!ELEMENT author (#PCDATA)>
		<!ELEMENT previous-version EMPTY>
		<!ATTLIST plugin filename CDATA #REQUIRED executable CDATA #IMPLIED>
		<!ATTLIST version checksum CDATA #REQUIRED timestamp CDATA #REQUIRED filesize CDATA #REQUIRED>
		<!ATTLIST dependency filename CDATA #REQUIRED timestamp CDATA #IMPLIED overrides CDATA #IMPLIED>
		<!ATTLIST previous-version timestamp CDATA #REQUIRED timestamp-obsolete CDATA #IMPLIED
		    checksum CDATA #REQUIRED filename CDATA #IMPLIED>
		]>
		""";

	private SiteDatabase() {}

	/** Writes the database of a site, the same bytes for the same files. */
	static void write(final Path site, final List<SiteFile> files) throws IOException {
		final StringBuilder xml = new StringBuilder(GRAMMAR).append("<pluginRecords>\n");
		for (final SiteFile file : files) {
			xml.append("  <plugin filename=\"").append(escaped(file.filename())).append("\">\n");
			for (final String platform : file.platforms()) xml.append("    <platform>").append(platform).append("</platform>\n");
			file.version().ifPresent(version -> append(xml, version));
			for (final SiteFile.Previous old : file.previous()) xml.append("    <previous-version timestamp=\"").append(old
				.timestamp()).append("\" timestamp-obsolete=\"").append(old.obsoleteSince()).append("\" checksum=\"").append(old
					.checksum()).append("\" filename=\"").append(escaped(old.filename())).append("\"/>\n");
			xml.append("  </plugin>\n");
		}
		xml.append("</pluginRecords>\n");
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		// NB: the JDK writes no time into the head.
		try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
			gzip.write(xml.toString().getBytes(StandardCharsets.UTF_8));
		}
		Files.write(site.resolve(NAME), bytes.toByteArray());
	}

	private static void append(final StringBuilder xml, final SiteFile.Version version) {
		xml.append("    <version checksum=\"").append(version.checksum()).append("\" timestamp=\"").append(version.timestamp())
			.append("\" filesize=\"").append(version.bytes()).append("\">\n");
		if (!version.description().isEmpty()) xml.append("      <description>").append(escaped(version.description())).append(
			"</description>\n");
		for (final SiteFile.Dependency needed : version.dependencies()) xml.append("      <dependency filename=\"").append(
			escaped(needed.filename())).append("\" timestamp=\"").append(needed.timestamp()).append("\"/>\n");
		xml.append("    </version>\n");
	}

	private static String escaped(final String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
	}

	/**
	 * @param site folder of a site
	 * @return its files
	 * @throws IOException if the database is not of its own grammar
	 */
	static List<SiteFile> read(final Path site) throws IOException {
		try (InputStream in = new GZIPInputStream(new BufferedInputStream(Files.newInputStream(site.resolve(NAME))))) {
			final DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
			factory.setValidating(true);
			final var builder = factory.newDocumentBuilder();
			builder.setErrorHandler(new Strict());
			final List<SiteFile> files = new ArrayList<>();
			for (final Element plugin : elements(builder.parse(in).getDocumentElement(), "plugin")) files.add(file(plugin));
			return files;
		}
		catch (final SAXException | ParserConfigurationException e) {
			throw new IOException(site.resolve(NAME) + " is not a database of an update site: " + e.getMessage(), e);
		}
	}

	private static SiteFile file(final Element plugin) {
		final List<SiteFile.Previous> previous = elements(plugin, "previous-version").stream().map(old -> new SiteFile.Previous(
			number(old, "timestamp"), number(old, "timestamp-obsolete"), old.getAttribute("checksum"), old.getAttribute(
				"filename"))).toList();
		final Optional<SiteFile.Version> version = elements(plugin, "version").stream().findFirst().map(
			now -> new SiteFile.Version(now.getAttribute("checksum"), number(now, "timestamp"), number(now, "filesize"), elements(
				now, "description").stream().map(Element::getTextContent).findFirst().orElse(""), elements(now, "dependency")
					.stream().map(needed -> new SiteFile.Dependency(needed.getAttribute("filename"), number(needed, "timestamp")))
					.toList()));
		return new SiteFile(plugin.getAttribute("filename"), elements(plugin, "platform").stream().map(Element::getTextContent)
			.toList(), version, previous);
	}

	private static long number(final Element element, final String attribute) {
		return Long.parseLong(element.getAttribute(attribute));
	}

	private static List<Element> elements(final Element parent, final String name) {
		final List<Element> found = new ArrayList<>();
		final NodeList children = parent.getChildNodes();
		for (int i = 0; i < children.getLength(); i++) if (children.item(i) instanceof final Element child && child.getTagName()
			.equals(name)) found.add(child);
		return found;
	}

	/** Whatever does not fit the grammar ends the reading. */
	private static final class Strict implements ErrorHandler {

		@Override
		public void warning(final SAXParseException e) throws SAXException {
			throw e;
		}

		@Override
		public void error(final SAXParseException e) throws SAXException {
			throw e;
		}

		@Override
		public void fatalError(final SAXParseException e) throws SAXException {
			throw e;
		}
	}
}
