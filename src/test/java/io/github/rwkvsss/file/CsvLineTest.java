package io.github.rwkvsss.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class CsvLineTest {

	@Test
	void whatSpreadsheetsWouldComputeIsText() {
		assertEquals("'=1+1,'+cmd,'-2+3,'@x,-2.5,+3e4,-Infinity,a=b,\"'\ta,\"", CsvLine.of(List.of("=1+1", "+cmd", "-2+3", "@x",
			"-2.5", "+3e4", "-Infinity", "a=b", "\ta,")));
	}

	@Test
	void whateverIsWrittenIsReadBack() {
		for (final String text : List.of("", "a", "=1", "'=1", "''=1", "'", "'a", "-", "-1", "+", "@", "\t", "\r", "\n=",
			"a\nb", "a\r\nb", "\"", "a,\"b\"", "-1\n", "'-1", "=\"x\",y", "C:\\a b\\c.tif", "\\\\server\\share$\\c.tif"))
		{
			final String line = CsvLine.of(List.of(text, "end"));
			assertEquals(List.of(text, "end"), CsvLine.parse(line), line);
			assertEquals(List.of(line, "x"), CsvLine.rows(line + "\nx\n\"cut"), line);
			assertEquals(line.length() + 1, CsvLine.wholeRows(line + "\n\"cut\n"));
		}
	}

	@Test
	void linesEndAsOnWindowsToo() {
		assertEquals(List.of("a,b", "\"1\r\n2\",c"), CsvLine.rows("a,b\r\n\"1\r\n2\",c\r\ncut"));
	}
}
