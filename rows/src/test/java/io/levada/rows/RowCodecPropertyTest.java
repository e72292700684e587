/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.values.Row;
import org.hamcrest.Matcher;

class RowCodecPropertyTest {

  @Property(tries = 2_000, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void givesBackEveryRowOfAnySchemaWhenTheyLieBackToBack(@ForAll("tables") AnyTable table) {
    RowCodec codec = RowCodec.of(table.schema(), RowLayout.none());

    assertThat(decoded(codec, encoded(codec, table.rows())), are(table.rows()));
  }

  @Property(tries = 500, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void givesBackEveryRowWhereverTheLayoutPutsItsColumns(@ForAll("tables") AnyTable table) {
    List<String> plain =
        table.schema().getFields().stream()
            .filter(field -> ColumnKind.of(field.getType()) != ColumnKind.NESTED)
            .map(Field::getName)
            .toList();
    int half = plain.size() / 2;
    List<String> backwards = new ArrayList<>(plain);
    Collections.reverse(backwards);
    RowLayout layout = new RowLayout(List.of(), plain.subList(half, plain.size()), backwards);
    RowCodec codec = RowCodec.of(table.schema(), layout);

    assertThat(decoded(codec, encoded(codec, table.rows())), are(table.rows()));
  }

  @Property(tries = 500, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void encodesWhatItHasDecodedToTheSameBytes(@ForAll("tables") AnyTable table) {
    RowCodec codec = RowCodec.of(table.schema(), RowLayout.none());
    byte[] bytes = encoded(codec, table.rows());

    assertThat(encoded(codec, decoded(codec, bytes)), equalTo(bytes));
  }

  @Property(tries = 500, seed = "20261121", edgeCases = EdgeCasesMode.NONE)
  void comparesEveryRowAsEqualToItself(@ForAll("tables") AnyTable table) {
    RowCodec codec = RowCodec.of(table.schema(), RowLayout.none());
    for (Row row : table.rows()) {
      EncodedRow left = codec.newRow();
      EncodedRow right = codec.newRow();
      codec.scan(encoded(codec, List.of(row)), 0, left);
      codec.encode(row, right);

      for (int place = 0; place < table.schema().getFieldCount(); place++) {
        assertThat(codec.compare(left, right, place), equalTo(0));
      }
    }
  }

  @Provide
  Arbitrary<AnyTable> tables() {
    return AnyTable.inMemory();
  }

  private static byte[] encoded(RowCodec codec, List<Row> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    EncodedRow encoded = codec.newRow();
    for (Row row : rows) {
      codec.encode(row, encoded);
      bytes.writeBytes(encoded.copy());
    }
    return bytes.toByteArray();
  }

  private static List<Row> decoded(RowCodec codec, byte[] bytes) {
    List<Row> rows = new ArrayList<>();
    EncodedRow row = codec.newRow();
    for (int at = 0; at < bytes.length; at = row.end()) {
      codec.scan(bytes, at, row);
      rows.add(codec.decode(row));
    }
    return rows;
  }

  private static Matcher<? super List<Row>> are(List<Row> rows) {
    return rows.isEmpty() ? empty() : contains(rows.toArray(Row[]::new));
  }
}
