/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.lessThan;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParquetPartTest {

  @TempDir private Path folder;
  private Storages storages;
  private Location file;

  @BeforeEach
  void begin() {
    storages = Storages.stagingIn(Location.of(folder.resolve("staging").toString()));
    file = Location.of(folder.resolve("f.parquet").toString());
  }

  @Test
  void holdsNoMoreLargeRowsThanARowGroupTakes() throws IOException {
    List<Row> rows =
        IntStream.range(0, 8).mapToObj(i -> Rows.row(i, noise(i, 3_000_000), "p")).toList();

    ParquetFiles.write(storages, file, FileFormat.DEFAULT, Rows.SCHEMA, rows);

    assertThat(rowGroups(), hasSize(8));
  }

  @Test
  void fillsRowGroupsWithSmallRows() throws IOException {
    List<Row> rows =
        IntStream.range(0, 100_000).mapToObj(i -> Rows.row(i, noise(i, 20), "p")).toList();

    ParquetFiles.write(storages, file, FileFormat.DEFAULT, Rows.SCHEMA, rows);

    List<Long> bytes = rowGroups().stream().map(BlockMetaData::getTotalByteSize).toList();
    List<Long> whole = bytes.subList(0, bytes.size() - 1);
    assertThat(rowGroups().stream().mapToLong(BlockMetaData::getRowCount).sum(), equalTo(100_000L));
    assertThat(whole, everyItem(greaterThan(700_000L)));
    assertThat(whole, everyItem(lessThan(1_400_000L)));
  }

  private List<BlockMetaData> rowGroups() throws IOException {
    Entry entry = storages.of(file).status(file).orElseThrow();
    try (ParquetFileReader reader = ParquetFileReader.open(new StoredInputFile(storages, entry))) {
      return reader.getRowGroups();
    }
  }

  private static String noise(int seed, int length) {
    return new Random(seed)
        .ints(length, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
