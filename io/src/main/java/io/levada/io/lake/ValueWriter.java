/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import io.levada.rows.Micros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.joda.time.ReadableInstant;

/** Writes values of one type, as Beam has them in a row, to a Parquet column of that type. */
final class ValueWriter {

  private final FieldType type;
  private final ColumnKind kind;
  private final Type column;

  /** Of a decimal, the power of ten that its digits stay below. */
  private final BigInteger limit;

  /** The same, or the largest long if it is larger. */
  private final long longLimit;

  /** A list's element; a map's key and value; a struct's fields. */
  private final List<ValueWriter> parts = new ArrayList<>();

  private ValueWriter(FieldType type, Type column) {
    this.type = type;
    this.kind = ColumnKind.of(type);
    this.column = column;
    this.limit =
        column.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
            ? BigInteger.TEN.pow(decimal.getPrecision())
            : BigInteger.ZERO;
    this.longLimit = limit.min(BigInteger.valueOf(Long.MAX_VALUE)).longValueExact();
  }

  /** A writer for a column that {@link BeamToParquet} has made of the type. */
  static ValueWriter of(FieldType type, Type column) {
    ValueWriter writer = new ValueWriter(type, column);
    switch (type.getTypeName()) {
      case ARRAY -> writer.addPart(type.getCollectionElementType(), repeated(column).getType(0));
      case MAP -> {
        writer.addPart(type.getMapKeyType(), repeated(column).getType(0));
        writer.addPart(type.getMapValueType(), repeated(column).getType(1));
      }
      case ROW -> {
        for (int i = 0; i < type.getRowSchema().getFieldCount(); i++) {
          FieldType field = type.getRowSchema().getField(i).getType();
          writer.addPart(field, column.asGroupType().getType(i));
        }
      }
      default -> {}
    }
    return writer;
  }

  private static GroupType repeated(Type column) {
    return column.asGroupType().getType(0).asGroupType();
  }

  private void addPart(FieldType partType, Type partColumn) {
    parts.add(of(partType, partColumn));
  }

  /** How many microseconds the unit of a timestamp column has; 1 for other columns. */
  static long microsPerUnit(Type column) {
    return column.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
            && timestamp.getUnit() == TimeUnit.MILLIS
        ? 1_000
        : 1;
  }

  /**
   * Writes a value, its field having been started.
   *
   * @throws ArithmeticException if a decimal has more digits than the column
   */
  void write(Object value, RecordConsumer consumer) {
    switch (kind) {
      case STRING -> consumer.addBinary(Binary.fromString((String) value));
      case BYTES -> consumer.addBinary(Binary.fromConstantByteArray((byte[]) value));
      case BOOLEAN -> consumer.addBoolean((Boolean) value);
      case INT16, INT32 -> consumer.addInteger(((Number) value).intValue());
      case INT64 -> consumer.addLong((Long) value);
      case FLOAT -> consumer.addFloat((Float) value);
      case DOUBLE -> consumer.addDouble((Double) value);
      case DATE -> consumer.addInteger(Math.toIntExact(((LocalDate) value).toEpochDay()));
      case TIMESTAMP -> consumer.addLong(Math.floorDiv(Micros.of((Instant) value), unit()));
      case DATETIME -> consumer.addLong(Math.floorDiv(Micros.of((ReadableInstant) value), unit()));
      case DECIMAL -> writeDecimal(((BigDecimal) value).unscaledValue(), consumer);
      case NESTED -> writeNested(value, consumer);
    }
  }

  private long unit() {
    return microsPerUnit(column);
  }

  private void writeNested(Object value, RecordConsumer consumer) {
    consumer.startGroup();
    switch (type.getTypeName()) {
      case ARRAY -> writeList((Collection<?>) value, consumer);
      case MAP -> writeMap((Map<?, ?>) value, consumer);
      default -> {
        List<Object> values = ((Row) value).getValues();
        for (int i = 0; i < parts.size(); i++) {
          writePart(i, values.get(i), consumer);
        }
      }
    }
    consumer.endGroup();
  }

  private void writeList(Collection<?> elements, RecordConsumer consumer) {
    if (elements.isEmpty()) {
      return;
    }

    String repeated = repeated(column).getName();
    consumer.startField(repeated, 0);
    for (Object element : elements) {
      consumer.startGroup();
      writePart(0, element, consumer);
      consumer.endGroup();
    }
    consumer.endField(repeated, 0);
  }

  private void writeMap(Map<?, ?> entries, RecordConsumer consumer) {
    if (entries.isEmpty()) {
      return;
    }

    String repeated = repeated(column).getName();
    consumer.startField(repeated, 0);
    for (Map.Entry<?, ?> entry : entries.entrySet()) {
      if (entry.getKey() == null) {
        throw new IllegalArgumentException(
            "Cannot write map column "
                + column.getName()
                + ": a key is null (no reader takes that)");
      }
      consumer.startGroup();
      writePart(0, entry.getKey(), consumer);
      writePart(1, entry.getValue(), consumer);
      consumer.endGroup();
    }
    consumer.endField(repeated, 0);
  }

  private void writePart(int index, Object value, RecordConsumer consumer) {
    if (value == null) {
      return;
    }

    ValueWriter part = parts.get(index);
    consumer.startField(part.column.getName(), index);
    part.write(value, consumer);
    consumer.endField(part.column.getName(), index);
  }

  /**
   * Writes a value of a decimal column that has these digits, as {@link #write} does.
   *
   * @throws ArithmeticException if they are more than the column has
   */
  void writeDecimal(long unscaled, RecordConsumer consumer) {
    PrimitiveTypeName form = column.asPrimitiveType().getPrimitiveTypeName();
    if (Math.abs(unscaled) >= longLimit || unscaled == Long.MIN_VALUE) {
      writeDecimal(BigInteger.valueOf(unscaled), consumer);
    } else if (form == PrimitiveTypeName.INT32) {
      consumer.addInteger(Math.toIntExact(unscaled));
    } else if (form == PrimitiveTypeName.INT64) {
      consumer.addLong(unscaled);
    } else {
      writeDecimal(BigInteger.valueOf(unscaled), consumer);
    }
  }

  private void writeDecimal(BigInteger unscaled, RecordConsumer consumer) {
    if (unscaled.abs().compareTo(limit) >= 0) {
      throw new ArithmeticException(
          "Cannot write column "
              + column.getName()
              + ": a value of "
              + unscaled.abs().toString().length()
              + " digits, where it has "
              + (limit.toString().length() - 1));
    }
    switch (column.asPrimitiveType().getPrimitiveTypeName()) {
      case INT32 -> consumer.addInteger(unscaled.intValueExact());
      case INT64 -> consumer.addLong(unscaled.longValueExact());
      default -> {
        int length = column.asPrimitiveType().getTypeLength();
        consumer.addBinary(Binary.fromConstantByteArray(extended(unscaled, length)));
      }
    }
  }

  /** Two's complement in exactly {@code length} bytes. */
  private static byte[] extended(BigInteger number, int length) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[length];
    Arrays.fill(fixed, (byte) (number.signum() < 0 ? -1 : 0));
    System.arraycopy(bytes, 0, fixed, length - bytes.length, bytes.length);
    return fixed;
  }
}
