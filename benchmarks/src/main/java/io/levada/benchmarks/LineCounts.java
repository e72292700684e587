/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.util.Map;
import java.util.TreeMap;

/** What was written to one file, counted while it was written. */
final class LineCounts {

  private final int days;
  private final long[] rowsOfPartition;
  private final Map<String, Long> malformed = new TreeMap<>();
  private long records;
  private long duplicates;
  private long bytes;

  LineCounts(int days) {
    this.days = days;
    this.rowsOfPartition = new long[EventLines.types() * days];
  }

  void event(int type, int day) {
    records++;
    rowsOfPartition[type * days + day]++;
  }

  void duplicate() {
    records++;
    duplicates++;
  }

  void malformed(String code) {
    records++;
    malformed.merge(code, 1L, Long::sum);
  }

  void bytes(int length) {
    bytes += length;
  }

  long records() {
    return records;
  }

  /** These counts added to those. */
  ExpectedCounts addTo(ExpectedCounts sum, String file) {
    Map<String, Long> records = new TreeMap<>(sum.recordsPerFile());
    records.put(file, this.records);
    Map<String, Long> rejects = new TreeMap<>(sum.malformed());
    malformed.forEach((code, count) -> rejects.merge(code, count, Long::sum));
    Map<String, Long> rows = new TreeMap<>(sum.rowsPerPartition());
    for (int at = 0; at < rowsOfPartition.length; at++) {
      if (rowsOfPartition[at] > 0) {
        rows.merge(EventLines.partition(at / days, at % days), rowsOfPartition[at], Long::sum);
      }
    }
    return new ExpectedCounts(
        sum.records() + this.records,
        sum.bytes() + bytes,
        sum.duplicates() + duplicates,
        rejects,
        rows,
        records);
  }
}
