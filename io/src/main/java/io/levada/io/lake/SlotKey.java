/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.EncodedRow;
import io.levada.rows.Hash64;
import io.levada.rows.RowCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The key of the one shuffle: what kind of record a slot holds, the bucket, and the bytes of the
 * co-location columns. A pure function of the row's content, so that a row computed twice goes the
 * same way twice.
 */
final class SlotKey {

  /** What the chunks of a slot hold. */
  enum Kind {
    ROWS('r'),
    REJECTS('x'),
    COUNTS('c');

    private final byte code;

    Kind(char code) {
      this.code = (byte) code;
    }

    static Kind of(byte[] key) {
      return switch (key[0]) {
        case 'r' -> ROWS;
        case 'x' -> REJECTS;
        case 'c' -> COUNTS;
        default -> throw new IllegalArgumentException("Invalid slot key: kind " + key[0]);
      };
    }
  }

  static final byte[] COUNTS = of(Kind.COUNTS, 0);

  private static final int BUCKET_AT = 1;
  private static final int COLOCATION_AT = 5;
  private static final long BUCKET_SEED = 0x5bd1e995L;
  private static final long NAME_SEED = 0x736c6f74L;

  private SlotKey() {}

  static byte[] of(Kind kind, int bucket) {
    return ByteBuffer.allocate(COLOCATION_AT).put(kind.code).putInt(bucket).array();
  }

  /** The key of a slot of rows; the co-location run is empty where the plan has none. */
  static byte[] of(int bucket, byte[] bytes, int colocationStart, int colocationEnd) {
    return ByteBuffer.allocate(COLOCATION_AT + colocationEnd - colocationStart)
        .put(Kind.ROWS.code)
        .putInt(bucket)
        .put(bytes, colocationStart, colocationEnd - colocationStart)
        .array();
  }

  /** The bucket of a row: by its key, or without one, by its partition or else all it says. */
  static int bucket(RowCodec codec, EncodedRow row, SlotPlan plan) {
    if (plan.buckets() == 1) {
      return 0;
    }

    int from = row.contentStart();
    int to = row.end();
    if (!codec.layout().key().isEmpty()) {
      from = codec.keyStart(row);
      to = codec.keyEnd(row);
    } else if (!codec.layout().partition().isEmpty() && !plan.colocated()) {
      from = codec.partitionStart(row);
      to = codec.partitionEnd(row);
    }
    return bucket(Hash64.of(row.bytes(), from, to, BUCKET_SEED), plan.buckets());
  }

  static int bucket(long hash, int buckets) {
    return (int) ((hash >>> 33) % buckets);
  }

  static boolean equals(
      byte[] key, int bucket, byte[] bytes, int colocationStart, int colocationEnd) {
    return key[0] == Kind.ROWS.code
        && ByteBuffer.wrap(key).getInt(BUCKET_AT) == bucket
        && Arrays.equals(key, COLOCATION_AT, key.length, bytes, colocationStart, colocationEnd);
  }

  /** The slot's name in the names of its files. */
  static String name(byte[] key) {
    return String.format("%016x", Hash64.of(key, NAME_SEED));
  }
}
