/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import io.levada.rows.EncodedRow;
import io.levada.rows.Hash64;
import io.levada.rows.RowCodec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the columns whose values hardly repeat in a sample of rows. For those a dictionary is work
 * for nothing: an eighth of the run's time on events with unique ids.
 */
final class DistinctColumns {

  /** How many rows are looked at. */
  static final int SAMPLE_ROWS = 512;

  /** Below this a sample says nothing. */
  private static final int MIN_SAMPLE_ROWS = 64;

  private static final double DISTINCT_SHARE = 0.75;

  private DistinctColumns() {}

  static Set<String> in(List<byte[]> rows, RowCodec codec) {
    Set<String> distinct = new HashSet<>();
    if (rows.size() < MIN_SAMPLE_ROWS) {
      return distinct;
    }

    EncodedRow window = codec.newRow();
    for (String column : codec.schema().getFieldNames()) {
      int place = codec.place(column);
      if (codec.kind(place) == ColumnKind.NESTED) {
        continue;
      }
      Set<Long> hashes = new HashSet<>();
      int values = 0;
      for (byte[] row : rows) {
        codec.scan(row, 0, window);
        if (!window.isNull(place)) {
          int at = window.valueAt(place);
          hashes.add(Hash64.of(window.bytes(), at, at + window.valueLength(place), 0));
          values++;
        }
      }
      if (values > 0 && hashes.size() > values * DISTINCT_SHARE) {
        distinct.add(column);
      }
    }
    return distinct;
  }
}
