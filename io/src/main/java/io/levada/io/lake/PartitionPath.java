/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The folder below the table that a row belongs to. */
final class PartitionPath {

  private PartitionPath() {}

  /** The path with a slash at its end, or nothing for a table without partitions. */
  static String of(RowCodec codec, EncodedRow row) {
    StringBuilder path = new StringBuilder();
    List<String> columns = codec.layout().partition();
    for (String column : columns) {
      path.append(HivePath.folder(column, text(codec.value(row, codec.place(column))))).append('/');
    }
    return path.toString();
  }

  /** A value as text: numbers in plain digits, dates and instants in ISO-8601. */
  private static @Nullable String text(@Nullable Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof byte[] bytes) {
      return new String(bytes, StandardCharsets.UTF_8);
    }

    return value == null ? null : value.toString();
  }
}
