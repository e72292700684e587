/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class DistinctColumnsTest {

  private static final RowCodec CODEC = RowCodec.of(Rows.SCHEMA, RowLayout.none());

  @Test
  void findsTheColumnWhoseValuesHardlyRepeat() {
    assertThat(in(512, i -> Rows.row(i, "t" + i % 10, "p")), contains("id"));
  }

  @Test
  void takesAColumnForRepeatedWhereAQuarterIs() {
    assertThat(in(400, i -> Rows.row(i % 300, "t", "p")), empty());
    assertThat(in(400, i -> Rows.row(i % 301, "t", "p")), contains("id"));
  }

  @Test
  void saysNothingOfFewRows() {
    assertThat(in(63, i -> Rows.row(i, "t" + i, "p" + i)), empty());
  }

  @Test
  void looksAtTheValuesThatThereAre() {
    assertThat(in(512, i -> Rows.row(1, i % 4 == 0 ? "t" + i : null, null)), contains("text"));
  }

  private static Set<String> in(int rows, IntFunction<Row> row) {
    List<byte[]> encoded =
        IntStream.range(0, rows).mapToObj(row).map(value -> encode(value)).toList();
    return DistinctColumns.in(encoded, CODEC);
  }

  private static byte[] encode(Row row) {
    EncodedRow encoded = CODEC.newRow();
    CODEC.encode(row, encoded);
    return encoded.copy();
  }
}
