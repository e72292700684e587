/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A window on one encoded row inside a byte array, moved from row to row by {@link RowCodec#scan}
 * so that none of them becomes an object.
 *
 * <p>Columns are named by their place in the encoded order, see {@link RowCodec#place}.
 */
public final class EncodedRow {

  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  static final int FILE_AT = 4;
  static final int OFFSET_AT = 8;

  /** How many bytes of a row come before its content: length (4), file (4), offset (8). */
  public static final int HEADER = 16;

  byte[] bytes;
  int start;
  int end;

  /** Where each column starts, its presence byte included; one more for the end of the last. */
  final int[] starts;

  final int[] valueAt;
  final int[] valueLength;
  final boolean[] absent;

  /** The characters of the short text that is being encoded. */
  final char[] text = new char[RowCodec.MAX_SHORT_TEXT];

  EncodedRow(int columns) {
    this.bytes = new byte[4096];
    this.starts = new int[columns + 1];
    this.valueAt = new int[columns];
    this.valueLength = new int[columns];
    this.absent = new boolean[columns];
  }

  /** The array that the row is in, not a copy: read only. */
  public byte[] bytes() {
    return bytes;
  }

  /** Index of the row's first byte. */
  public int start() {
    return start;
  }

  /** Index behind the row's last byte, where the next one starts. */
  public int end() {
    return end;
  }

  public int length() {
    return end - start;
  }

  /** Index of the first byte of what the row says, without where it came from. */
  public int contentStart() {
    return start + HEADER;
  }

  public int file() {
    return fileAt(bytes, start);
  }

  public long offset() {
    return offsetAt(bytes, start);
  }

  public boolean isNull(int place) {
    return absent[place];
  }

  /** Index of the first byte of a value: of variable width, behind its length. */
  public int valueAt(int place) {
    return valueAt[place];
  }

  public int valueLength(int place) {
    return valueLength[place];
  }

  /** Index of the column's first byte, presence included; the last place's successor is the end. */
  public int columnStart(int place) {
    return starts[place];
  }

  public boolean booleanValue(int place) {
    return bytes[valueAt[place]] != 0;
  }

  /** A value of kind INT16, INT32 or DATE (days since 1970-01-01). */
  public int intValue(int place) {
    return (int) INTS.get(bytes, valueAt[place]);
  }

  /** A value of kind INT64, TIMESTAMP or DATETIME (microseconds since 1970-01-01T00:00Z). */
  public long longValue(int place) {
    return (long) LONGS.get(bytes, valueAt[place]);
  }

  public float floatValue(int place) {
    return Float.intBitsToFloat((int) INTS.get(bytes, valueAt[place]));
  }

  public double doubleValue(int place) {
    return Double.longBitsToDouble((long) LONGS.get(bytes, valueAt[place]));
  }

  public String stringValue(int place) {
    return new String(bytes, valueAt[place], valueLength[place], StandardCharsets.UTF_8);
  }

  public byte[] bytesValue(int place) {
    int at = valueAt[place];
    return Arrays.copyOfRange(bytes, at, at + valueLength[place]);
  }

  /** Whether a decimal's digits, as a whole number, fit into a long. */
  public boolean hasLongDecimal(int place) {
    return valueLength[place] <= Integer.BYTES + Long.BYTES;
  }

  /** The digits of a decimal, as a whole number, where they {@linkplain #hasLongDecimal fit}. */
  public long longDecimal(int place) {
    int at = valueAt[place] + Integer.BYTES;
    int end = valueAt[place] + valueLength[place];
    long unscaled = bytes[at];
    for (int i = at + 1; i < end; i++) {
      unscaled = (unscaled << Byte.SIZE) | (bytes[i] & 0xFF);
    }
    return unscaled;
  }

  public BigDecimal decimalValue(int place) {
    int at = valueAt[place];
    BigInteger unscaled = new BigInteger(bytes, at + 4, valueLength[place] - 4);
    return new BigDecimal(unscaled, (int) INTS.get(bytes, at));
  }

  /** A copy of the whole row. */
  public byte[] copy() {
    return Arrays.copyOfRange(bytes, start, end);
  }

  /** Length in bytes of the row that starts at {@code at}. */
  public static int lengthAt(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at);
  }

  /** File index of the row that starts at {@code at}. */
  public static int fileAt(byte[] bytes, int at) {
    return (int) INTS.get(bytes, at + FILE_AT);
  }

  /** Offset in its file of the row that starts at {@code at}. */
  public static long offsetAt(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at + OFFSET_AT);
  }
}
