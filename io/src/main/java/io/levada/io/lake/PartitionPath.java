/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.math.BigDecimal;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The folder below the table that a row belongs to. */
final class PartitionPath {

  private PartitionPath() {}

  /** The path, such as {@code year=2024/month=05}; empty for a table without partitions. */
  static String of(RowCodec codec, EncodedRow row) {
    StringBuilder path = new StringBuilder();
    for (String column : codec.layout().partition()) {
      path.append(path.isEmpty() ? "" : "/").append(folder(codec, row, column));
    }
    return path.toString();
  }

  /** The folder of one partition column. */
  static String folder(RowCodec codec, EncodedRow row, String column) {
    return HivePath.folder(column, text(codec.value(row, codec.place(column))));
  }

  /** A value as text: numbers in plain digits, dates and instants in ISO-8601. */
  private static @Nullable String text(@Nullable Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    return value == null ? null : value.toString();
  }
}
