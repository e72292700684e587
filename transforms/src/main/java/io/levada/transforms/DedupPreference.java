/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.io.Serializable;
import java.util.Arrays;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which of the rows of one key is kept. It is a total order of rows by what they are, never by when
 * they come, so that the same one wins on every runner.
 *
 * @param keep what the order column decides
 * @param column the order column, or null if there is none
 */
record DedupPreference(Keep keep, @Nullable String column) implements Serializable {

  static final DedupPreference ANY = new DedupPreference(Keep.ANY, null);

  enum Keep {
    ANY,
    EARLIEST,
    LATEST
  }

  /**
   * The preference for rows of one codec; for one thread.
   *
   * @throws IllegalArgumentException if the rows lack the order column
   */
  Order in(RowCodec codec) {
    if (column == null) {
      return new Order(codec, keep, -1);
    }
    if (!codec.schema().hasField(column)) {
      throw new IllegalArgumentException(
          "Cannot find column "
              + column
              + " (the columns are "
              + codec.schema().getFieldNames()
              + ")");
    }

    return new Order(codec, keep, codec.place(column));
  }

  static final class Order {
    private final RowCodec codec;
    private final Keep keep;
    private final int place;
    private final EncodedRow left;
    private final EncodedRow right;

    private Order(RowCodec codec, Keep keep, int place) {
      this.codec = codec;
      this.keep = keep;
      this.place = place;
      this.left = codec.newRow();
      this.right = codec.newRow();
    }

    /** Whether the row at {@code at} is to be kept rather than the other one. */
    boolean prefers(byte[] bytes, int at, byte[] otherBytes, int otherAt) {
      int order = keep == Keep.ANY ? 0 : compareColumn(bytes, at, otherBytes, otherAt);
      if (order == 0) {
        order =
            Arrays.compareUnsigned(
                bytes,
                at + EncodedRow.HEADER,
                at + EncodedRow.lengthAt(bytes, at),
                otherBytes,
                otherAt + EncodedRow.HEADER,
                otherAt + EncodedRow.lengthAt(otherBytes, otherAt));
      }
      if (order == 0) {
        order =
            Integer.compare(EncodedRow.fileAt(bytes, at), EncodedRow.fileAt(otherBytes, otherAt));
      }
      if (order == 0) {
        order =
            Long.compare(EncodedRow.offsetAt(bytes, at), EncodedRow.offsetAt(otherBytes, otherAt));
      }
      return order < 0;
    }

    private int compareColumn(byte[] bytes, int at, byte[] otherBytes, int otherAt) {
      codec.scan(bytes, at, left);
      codec.scan(otherBytes, otherAt, right);
      if (left.isNull(place) || right.isNull(place)) {
        return Boolean.compare(left.isNull(place), right.isNull(place));
      }

      int order = codec.compare(left, right, place);
      return keep == Keep.EARLIEST ? order : -order;
    }
  }
}
