/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.lake.FileFormat.Compression;
import io.levada.io.lake.FileFormat.TimestampUnit;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileFormatTest {

  @ParameterizedTest
  @CsvSource({"SNAPPY,.snappy", "ZSTD,.zstd", "GZIP,.gz", "NONE,''"})
  void namesTheCompressionInAFilesName(Compression compression, String extension) {
    FileFormat format = FileFormat.DEFAULT.withCompression(compression);

    assertThat(
        format.fileName("0a1b", "run-1", 7),
        equalTo("part-0a1b-run-1-00007" + extension + ".parquet"));
  }

  @Test
  void numbersMoreFilesThanItsDigitsHold() {
    assertThat(
        FileFormat.DEFAULT.fileName("s", "r", 1_234_567),
        equalTo("part-s-r-1234567.snappy.parquet"));
  }

  @Test
  void namesFilesTheSameInEveryLanguage() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    try {
      assertThat(
          FileFormat.DEFAULT.fileName("s", "r", 42), equalTo("part-s-r-00042.snappy.parquet"));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void changesOneSettingAtATime() {
    assertThat(
        FileFormat.DEFAULT
            .withCompression(Compression.ZSTD)
            .withTimestamps(TimestampUnit.MILLIS)
            .withTargetFileBytes(5 << 20),
        equalTo(new FileFormat(Compression.ZSTD, TimestampUnit.MILLIS, 5 << 20)));
  }

  @Test
  void refusesATargetThatMakesAFileOfEachRow() {
    IllegalArgumentException small =
        assertThrows(
            IllegalArgumentException.class, () -> FileFormat.DEFAULT.withTargetFileBytes(1_000));

    assertThat(
        small.getMessage(), equalTo("Invalid target file size: 1000 bytes (at least 1 MiB)"));
  }
}
