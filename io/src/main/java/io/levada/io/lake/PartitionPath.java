/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.math.BigDecimal;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The folder below the table that a row belongs to. */
final class PartitionPath {

  private PartitionPath() {}

  /** The path with a slash at its end, or nothing for a table without partitions. */
  static String of(RowCodec codec, EncodedRow row) {
    StringBuilder path = new StringBuilder();
    for (String column : codec.layout().partition()) {
      path.append(folder(codec, row, column)).append('/');
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
