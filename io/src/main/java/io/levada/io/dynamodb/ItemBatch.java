/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import java.util.ArrayList;
import java.util.List;

/** Rows that are sent together, and then what became of them. */
final class ItemBatch {

  /** All that one request may have. */
  static final int MAX_ITEMS = 25;

  /** A quarter of what one request may have. */
  static final long MAX_SENT_BYTES = 4L << 20;

  /** Rows of so many bytes are enough for one request, and few enough for many to be under way. */
  static final long MAX_ROW_BYTES = 1L << 20;

  /** A row that DynamoDB has refused. */
  record Refused(byte[] row, ItemProblem problem) {}

  private final List<byte[]> rows;
  private final List<byte[]> written = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();

  ItemBatch(List<byte[]> rows) {
    this.rows = rows;
  }

  List<byte[]> rows() {
    return rows;
  }

  long bytes() {
    return rows.stream().mapToLong(row -> row.length).sum();
  }

  void addWritten(byte[] row) {
    written.add(row);
  }

  void addRefused(byte[] row, ItemProblem problem) {
    refused.add(new Refused(row, problem));
  }

  List<byte[]> written() {
    return written;
  }

  List<Refused> refused() {
    return refused;
  }
}
