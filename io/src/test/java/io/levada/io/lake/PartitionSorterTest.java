/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionSorterTest {

  private static final RowCodec CODEC = RowCodec.of(Rows.SCHEMA, Rows.BY_PART);
  private static final int ROWS = 5_000;

  @ParameterizedTest
  @ValueSource(longs = {1 << 30, 20_000, 1})
  void givesBackEachPartitionInOneRunHoweverLittleMemoryThereIs(long memoryBytes)
      throws IOException {
    List<String> partitions = new ArrayList<>();
    Set<Long> ids = new HashSet<>();

    try (SpillFolder folder = SpillFolder.withMemory(memoryBytes)) {
      sorted(folder, ROWS)
          .forEach(
              (bytes, at) -> {
                EncodedRow row = CODEC.newRow();
                CODEC.scan(bytes, at, row);
                String partition = row.stringValue(CODEC.place("part"));
                if (partitions.isEmpty()
                    || !partitions.get(partitions.size() - 1).equals(partition)) {
                  partitions.add(partition);
                }
                ids.add(row.longValue(CODEC.place("id")));
              });
    }

    assertThat(partitions, hasSize(new HashSet<>(partitions).size()));
    assertThat(partitions.size(), greaterThan(100));
    assertThat(ids, hasSize(ROWS));
  }

  @Test
  void failsWithTheWayOutWhenTheDiskQuotaIsSpent() throws IOException {
    try (SpillFolder folder = new SpillFolder(10_000, 100_000)) {
      IOException spent = assertThrows(IOException.class, () -> sorted(folder, ROWS));

      assertThat(spent.getMessage().startsWith("Cannot spill "), is(true));
      assertThat(spent.getMessage().contains("the quota is 100000"), is(true));
    }
  }

  @Test
  void knowsThatNothingWasAdded() throws IOException {
    try (SpillFolder folder = SpillFolder.withMemory(1)) {
      assertThat(sorted(folder, 0).isEmpty(), equalTo(true));
      assertThat(sorted(folder, 1).isEmpty(), equalTo(false));
    }
  }

  private static PartitionSorter sorted(SpillFolder folder, int rows) throws IOException {
    PartitionSorter sorter = new PartitionSorter(CODEC, folder);
    EncodedRow encoded = CODEC.newRow();
    Random random = new Random(3);
    for (int i = 0; i < rows; i++) {
      CODEC.encode(Rows.row(i, "text " + i, "p" + random.nextInt(200)), encoded);
      sorter.add(encoded);
    }
    return sorter;
  }
}
