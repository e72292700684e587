/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.EncodedRow;
import io.levada.rows.Envelope;
import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** Rows of {@code id, text, part} for tests, with and without an envelope. */
final class Rows {

  static final Schema SCHEMA =
      Schema.builder()
          .addNullableField("id", FieldType.INT64)
          .addNullableField("text", FieldType.STRING)
          .addNullableField("part", FieldType.STRING)
          .build();

  static final Schema ENVELOPED = Envelope.around(SCHEMA);

  static final RowLayout BY_PART = RowLayout.none().withPartition(List.of("part"));

  private Rows() {}

  static Row row(long id, String text, String part) {
    return Row.withSchema(SCHEMA).addValues(id, text, part).build();
  }

  static Row enveloped(int file, long offset, long id, String text, String part) {
    return Row.withSchema(ENVELOPED)
        .attachValues(Arrays.asList(file, offset, null, id, text, part));
  }

  /** Encoded rows back to back. */
  static byte[] chunk(RowCodec codec, List<Row> rows) {
    byte[] chunk = new byte[0];
    EncodedRow encoded = codec.newRow();
    for (Row row : rows) {
      codec.encode(row, encoded);
      byte[] bytes = encoded.copy();
      int at = chunk.length;
      chunk = Arrays.copyOf(chunk, at + bytes.length);
      System.arraycopy(bytes, 0, chunk, at, bytes.length);
    }
    return chunk;
  }
}
