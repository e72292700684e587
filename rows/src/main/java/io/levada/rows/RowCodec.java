/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static io.levada.rows.EncodedRow.FILE_AT;
import static io.levada.rows.EncodedRow.HEADER;
import static io.levada.rows.EncodedRow.INTS;
import static io.levada.rows.EncodedRow.LONGS;
import static io.levada.rows.EncodedRow.OFFSET_AT;

import java.io.Serializable;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.ReadableInstant;

/**
 * Rows of one schema as bytes, in an order in which the columns of the key, of the co-location and
 * of the partition are each one run of bytes: hashed, compared and grouped without making a row.
 *
 * <p>A record is its length, the file and the offset it came from (16 bytes together) and the
 * columns back to back: a byte for presence where the column is nullable, then the value, fixed or
 * with a length in front. Equal values have equal bytes: timestamps are microseconds, a NaN is one
 * NaN, and in key columns a negative zero is zero and a decimal has no zeros at its end.
 *
 * <p>Not for storage: the form may change with any release.
 */
public final class RowCodec implements Serializable {

  /** Longer ones are faster encoded in bulk. */
  static final int MAX_SHORT_TEXT = 64;

  /** Of a character that is no surrogate. */
  private static final int MAX_UTF8_BYTES = 3;

  private static final int MAX_LENGTH_OF_ONE_BYTE = 127;

  /** So many digits fit into a long, whichever they are. */
  private static final int MAX_LONG_DIGITS = 18;

  private final Schema schema;
  private final RowLayout layout;

  /** How many columns of a row come before the data's: the envelope's, or none. */
  private final int skipped;

  private final int[] fieldOfPlace;
  private final int[] placeOfField;
  private final ColumnKind[] kinds;
  private final boolean[] nullable;
  private final int[] scales;
  private final NestedCodec[] nested;
  private final int keyEnd;
  private final int colocationStart;
  private final int colocationEnd;
  private final int partitionStart;
  private final int partitionEnd;

  /**
   * A codec for rows of the schema, which may have an {@link Envelope}.
   *
   * @throws IllegalArgumentException if the layout names a column that the schema lacks or that is
   *     nested, or a column has a type that cannot be carried
   */
  public static RowCodec of(Schema schema, RowLayout layout) {
    return new RowCodec(schema, layout);
  }

  private RowCodec(Schema rowSchema, RowLayout layout) {
    this.schema = Envelope.dataOf(rowSchema);
    this.layout = layout;
    this.skipped = Envelope.isIn(rowSchema) ? Envelope.WIDTH : 0;
    checkColumns(layout);

    List<String> order = layout.order(schema.getFieldNames());
    int columns = order.size();
    this.fieldOfPlace = new int[columns];
    this.placeOfField = new int[columns];
    this.kinds = new ColumnKind[columns];
    this.nullable = new boolean[columns];
    this.scales = new int[columns];
    this.nested = new NestedCodec[columns];
    for (int place = 0; place < columns; place++) {
      Field field = schema.getField(order.get(place));
      fieldOfPlace[place] = schema.indexOf(field.getName());
      placeOfField[fieldOfPlace[place]] = place;
      kinds[place] = ColumnKind.of(field.getType());
      nullable[place] = field.getType().getNullable();
      scales[place] = scaleOf(field.getType());
      if (kinds[place] == ColumnKind.NESTED) {
        nested[place] = new NestedCodec(field.getType());
      }
    }
    this.keyEnd = layout.key().size();
    this.colocationStart = firstOf(layout.colocation(), order);
    this.colocationEnd = colocationStart + layout.colocation().size();
    this.partitionStart = firstOf(layout.partition(), order);
    this.partitionEnd = partitionStart + layout.partition().size();
  }

  private void checkColumns(RowLayout layout) {
    for (List<String> columns : List.of(layout.key(), layout.colocation(), layout.partition())) {
      for (String column : columns) {
        if (!schema.hasField(column)) {
          throw new IllegalArgumentException(
              "Cannot find column " + column + " (the columns are " + schema.getFieldNames() + ")");
        }
        if (ColumnKind.of(schema.getField(column).getType()) == ColumnKind.NESTED) {
          throw new IllegalArgumentException(
              "Cannot use column "
                  + column
                  + " as a key or partition: it is a list, map or struct (take a plain column)");
        }
      }
    }
  }

  private static int firstOf(List<String> columns, List<String> order) {
    return columns.stream().mapToInt(order::indexOf).min().orElse(0);
  }

  /** The scale that a column's decimals have, or -1 if each value has its own. */
  static int scaleOf(FieldType type) {
    if (type.getTypeName().isLogicalType()
        && type.getLogicalType() instanceof FixedPrecisionNumeric) {
      Row argument = type.getLogicalType().getArgument();
      return argument.getInt32("scale");
    }

    return -1;
  }

  /** The data columns, without an envelope. */
  public Schema schema() {
    return schema;
  }

  public RowLayout layout() {
    return layout;
  }

  /** A window to encode into or to scan with; each is for one thread. */
  public EncodedRow newRow() {
    return new EncodedRow(kinds.length);
  }

  /** The place of a data column in the encoded order. */
  public int place(int field) {
    return placeOfField[field];
  }

  /**
   * The place of a data column in the encoded order.
   *
   * @throws IllegalArgumentException if there is no such column
   */
  public int place(String column) {
    return placeOfField[schema.indexOf(column)];
  }

  public ColumnKind kind(int place) {
    return kinds[place];
  }

  /**
   * Encodes a row to the start of the window's own array.
   *
   * @throws IllegalArgumentException if a column that is not nullable is null
   * @throws ArithmeticException if an instant is too far from 1970 for microseconds in 64 bits, or
   *     a decimal has more digits behind the point than its column
   */
  public void encode(Row row, EncodedRow target) {
    List<Object> values = row.getValues();
    int at = HEADER;
    for (int place = 0; place < kinds.length; place++) {
      target.starts[place] = at;
      @Nullable Object value = values.get(skipped + fieldOfPlace[place]);
      ensure(target, at + 32);
      if (nullable[place]) {
        target.bytes[at++] = (byte) (value == null ? 0 : 1);
      }
      target.absent[place] = value == null;
      if (value != null) {
        at = encodeValue(value, place, target, at);
      } else if (!nullable[place]) {
        throw new IllegalArgumentException(
            "Invalid row: required column "
                + schema.getField(fieldOfPlace[place]).getName()
                + " is null");
      }
    }
    target.starts[kinds.length] = at;
    target.start = 0;
    target.end = at;
    INTS.set(target.bytes, 0, at);
    Integer file = skipped == 0 ? null : (Integer) values.get(Envelope.FILE);
    Long offset = skipped == 0 ? null : (Long) values.get(Envelope.OFFSET);
    INTS.set(target.bytes, FILE_AT, file == null ? SourcePosition.NO_FILE : file.intValue());
    LONGS.set(target.bytes, OFFSET_AT, offset == null ? 0L : offset.longValue());
  }

  private int encodeValue(Object value, int place, EncodedRow target, int at) {
    return switch (kinds[place]) {
      case STRING -> encodeText((String) value, place, target, at);
      case BYTES -> encodeBytes((byte[]) value, place, target, at);
      case DECIMAL -> encodeDecimal((BigDecimal) value, place, target, at);
      case NESTED -> encodeBytes(nested[place].encode(value), place, target, at);
      default -> {
        target.valueAt[place] = at;
        target.valueLength[place] = kinds[place].width;
        encodeFixed(value, place, target.bytes, at);
        yield at + kinds[place].width;
      }
    };
  }

  private void encodeFixed(Object value, int place, byte[] bytes, int at) {
    switch (kinds[place]) {
      case BOOLEAN -> bytes[at] = (byte) ((Boolean) value ? 1 : 0);
      case INT16 -> INTS.set(bytes, at, (int) (Short) value);
      case INT32 -> INTS.set(bytes, at, ((Integer) value).intValue());
      case INT64 -> LONGS.set(bytes, at, ((Long) value).longValue());
      case FLOAT -> {
        float number = (Float) value;
        INTS.set(bytes, at, Float.floatToIntBits(place < keyEnd ? number + 0.0f : number));
      }
      case DOUBLE -> {
        double number = (Double) value;
        LONGS.set(bytes, at, Double.doubleToLongBits(place < keyEnd ? number + 0.0 : number));
      }
      case DATE -> INTS.set(bytes, at, Math.toIntExact(EpochDay.of((LocalDate) value)));
      case TIMESTAMP -> LONGS.set(bytes, at, Micros.of((Instant) value));
      case DATETIME -> LONGS.set(bytes, at, Micros.of((ReadableInstant) value));
      case STRING, BYTES, DECIMAL, NESTED -> throw new AssertionError(kinds[place]);
    }
  }

  /** A short text needs no array of its own. */
  private static int encodeText(String value, int place, EncodedRow target, int start) {
    int length = value.length();
    if (length <= MAX_SHORT_TEXT) {
      ensure(target, start + MAX_UTF8_BYTES * length + 32);
      value.getChars(0, length, target.text, 0);
      int at = start + 1;
      int end = encodeUtf8(target.text, length, target.bytes, at);
      if (end - at <= MAX_LENGTH_OF_ONE_BYTE) {
        target.bytes[start] = (byte) (end - at);
        target.valueAt[place] = at;
        target.valueLength[place] = end - at;
        return end;
      }
    }
    return encodeBytes(value.getBytes(StandardCharsets.UTF_8), place, target, start);
  }

  /** Returns the index behind the bytes; the largest one if there are surrogates. */
  private static int encodeUtf8(char[] chars, int length, byte[] bytes, int start) {
    int at = start;
    for (int i = 0; i < length; i++) {
      char c = chars[i];
      if (c < 0x80) {
        bytes[at++] = (byte) c;
      } else if (c < 0x800) {
        bytes[at++] = (byte) (0xc0 | (c >> 6));
        bytes[at++] = (byte) (0x80 | (c & 0x3f));
      } else if (Character.isSurrogate(c)) {
        return Integer.MAX_VALUE;
      } else {
        bytes[at++] = (byte) (0xe0 | (c >> 12));
        bytes[at++] = (byte) (0x80 | ((c >> 6) & 0x3f));
        bytes[at++] = (byte) (0x80 | (c & 0x3f));
      }
    }
    return at;
  }

  private int encodeDecimal(BigDecimal value, int place, EncodedRow target, int at) {
    BigDecimal scaled = value;
    if (scales[place] >= 0) {
      scaled = value.setScale(scales[place]);
    } else if (place < keyEnd) {
      scaled = value.stripTrailingZeros();
    }
    if (scaled.precision() > MAX_LONG_DIGITS) {
      return encodeBytes(decimal(scaled), place, target, at);
    }

    long unscaled = scaled.scaleByPowerOfTen(scaled.scale()).longValue();
    return encodeDecimal(scaled.scale(), unscaled, place, target, at);
  }

  /** Without the arrays of a large number, to the same bytes. */
  private static int encodeDecimal(int scale, long unscaled, int place, EncodedRow target, int at) {
    byte[] bytes = target.bytes;
    int digits = bytesOf(unscaled);
    bytes[at] = (byte) (Integer.BYTES + digits);
    target.valueAt[place] = at + 1;
    target.valueLength[place] = Integer.BYTES + digits;
    INTS.set(bytes, at + 1, scale);
    int first = at + 1 + Integer.BYTES;
    for (int i = 0; i < digits; i++) {
      bytes[first + i] = (byte) (unscaled >> (Byte.SIZE * (digits - 1 - i)));
    }
    return first + digits;
  }

  /** How many bytes {@link java.math.BigInteger#toByteArray} makes of the number. */
  private static int bytesOf(long number) {
    return (Long.SIZE - Long.numberOfLeadingZeros(number ^ (number >> 63))) / Byte.SIZE + 1;
  }

  private static byte[] decimal(BigDecimal scaled) {
    byte[] unscaled = scaled.unscaledValue().toByteArray();
    byte[] bytes = new byte[4 + unscaled.length];
    INTS.set(bytes, 0, scaled.scale());
    System.arraycopy(unscaled, 0, bytes, 4, unscaled.length);
    return bytes;
  }

  private static int encodeBytes(byte[] value, int place, EncodedRow target, int start) {
    ensure(target, start + value.length + 32);
    byte[] bytes = target.bytes;
    int at = start;
    int rest = value.length;
    while ((rest & ~0x7f) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at++] = (byte) rest;
    System.arraycopy(value, 0, bytes, at, value.length);
    target.valueAt[place] = at;
    target.valueLength[place] = value.length;
    return at + value.length;
  }

  private static void ensure(EncodedRow target, int size) {
    if (target.bytes.length < size) {
      target.bytes = Arrays.copyOf(target.bytes, Math.max(size, target.bytes.length * 2));
    }
  }

  /** Moves the window to the record that starts at {@code at}, all columns. */
  public void scan(byte[] bytes, int at, EncodedRow row) {
    scan(bytes, at, row, kinds.length);
  }

  /** As {@link #scan}, but finds only the columns that make the key. */
  public void scanKey(byte[] bytes, int at, EncodedRow row) {
    scan(bytes, at, row, keyEnd);
  }

  private void scan(byte[] bytes, int start, EncodedRow row, int columns) {
    row.bytes = bytes;
    row.start = start;
    row.end = start + (int) INTS.get(bytes, start);
    int at = start + HEADER;
    for (int place = 0; place < columns; place++) {
      row.starts[place] = at;
      if (nullable[place]) {
        boolean absent = bytes[at++] == 0;
        row.absent[place] = absent;
        if (absent) {
          row.valueAt[place] = at;
          row.valueLength[place] = 0;
          continue;
        }
      }
      int length = kinds[place].width;
      if (length == ColumnKind.VARIABLE) {
        int next = bytes[at++];
        length = next & 0x7f;
        for (int shift = 7; next < 0; shift += 7) {
          next = bytes[at++];
          length |= (next & 0x7f) << shift;
        }
      }
      row.valueAt[place] = at;
      row.valueLength[place] = length;
      at += length;
    }
    row.starts[columns] = at;
  }

  /** Index of the first byte of the run of key columns. */
  public int keyStart(EncodedRow row) {
    return row.start + HEADER;
  }

  /** Index behind the run of key columns. */
  public int keyEnd(EncodedRow row) {
    return row.starts[keyEnd];
  }

  public int colocationStart(EncodedRow row) {
    return row.starts[colocationStart];
  }

  public int colocationEnd(EncodedRow row) {
    return row.starts[colocationEnd];
  }

  public int partitionStart(EncodedRow row) {
    return row.starts[partitionStart];
  }

  public int partitionEnd(EncodedRow row) {
    return row.starts[partitionEnd];
  }

  /** The row as Beam has it: the data columns, without an envelope. */
  public Row decode(EncodedRow row) {
    Object[] values = new Object[kinds.length];
    for (int place = 0; place < kinds.length; place++) {
      values[fieldOfPlace[place]] = value(row, place);
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  /** One value as Beam has it in a row. */
  public @Nullable Object value(EncodedRow row, int place) {
    if (nullable[place] && row.absent[place]) {
      return null;
    }

    return switch (kinds[place]) {
      case STRING -> row.stringValue(place);
      case BYTES -> row.bytesValue(place);
      case DECIMAL -> row.decimalValue(place);
      case BOOLEAN -> row.booleanValue(place);
      case INT16 -> (short) row.intValue(place);
      case INT32 -> row.intValue(place);
      case INT64 -> row.longValue(place);
      case FLOAT -> row.floatValue(place);
      case DOUBLE -> row.doubleValue(place);
      case DATE -> LocalDate.ofEpochDay(row.intValue(place));
      case TIMESTAMP -> Micros.toInstant(row.longValue(place));
      case DATETIME -> Micros.toDateTime(row.longValue(place));
      case NESTED -> nested[place].decode(row.bytes, row.valueAt[place], row.valueLength[place]);
    };
  }

  /**
   * Compares one column of two rows by its meaning: numbers as numbers, instants as instants, text,
   * bytes and nested values by unsigned bytes, false before true, null before all.
   */
  public int compare(EncodedRow left, EncodedRow right, int place) {
    boolean leftAbsent = nullable[place] && left.absent[place];
    boolean rightAbsent = nullable[place] && right.absent[place];
    if (leftAbsent || rightAbsent) {
      return Boolean.compare(!leftAbsent, !rightAbsent);
    }

    return switch (kinds[place]) {
      case STRING, BYTES, NESTED ->
          Arrays.compareUnsigned(
              left.bytes,
              left.valueAt[place],
              left.valueAt[place] + left.valueLength[place],
              right.bytes,
              right.valueAt[place],
              right.valueAt[place] + right.valueLength[place]);
      case DECIMAL -> left.decimalValue(place).compareTo(right.decimalValue(place));
      case BOOLEAN -> Boolean.compare(left.booleanValue(place), right.booleanValue(place));
      case INT16, INT32, DATE -> Integer.compare(left.intValue(place), right.intValue(place));
      case FLOAT -> Float.compare(left.floatValue(place), right.floatValue(place));
      case DOUBLE -> Double.compare(left.doubleValue(place), right.doubleValue(place));
      case INT64, TIMESTAMP, DATETIME ->
          Long.compare(left.longValue(place), right.longValue(place));
    };
  }
}
