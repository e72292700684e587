/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Writes encoded rows to Parquet straight from their bytes. */
final class EncodedRowWriteSupport extends WriteSupport<EncodedRow> {

  private final MessageType schema;
  private final Column[] columns;
  private RecordConsumer consumer;

  EncodedRowWriteSupport(RowCodec codec, MessageType schema) {
    this.schema = schema;
    this.columns = new Column[schema.getFieldCount()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Column.of(codec, schema.getType(i).asPrimitiveType());
    }
  }

  @Override
  @SuppressWarnings("deprecation") // abstract in the parent all the same
  public WriteContext init(Configuration configuration) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public WriteContext init(ParquetConfiguration configuration) {
    return new WriteContext(schema, Map.of());
  }

  @Override
  public void prepareForWrite(RecordConsumer recordConsumer) {
    this.consumer = recordConsumer;
  }

  @Override
  public void write(EncodedRow row) {
    consumer.startMessage();
    for (int i = 0; i < columns.length; i++) {
      Column column = columns[i];
      if (!row.isNull(column.place)) {
        consumer.startField(column.name, i);
        write(row, column);
        consumer.endField(column.name, i);
      }
    }
    consumer.endMessage();
  }

  private void write(EncodedRow row, Column column) {
    int place = column.place;
    switch (column.kind) {
      case STRING, BYTES ->
          consumer.addBinary(
              Binary.fromReusedByteArray(row.bytes(), row.valueAt(place), row.valueLength(place)));
      case BOOLEAN -> consumer.addBoolean(row.booleanValue(place));
      case INT16, INT32, DATE -> consumer.addInteger(row.intValue(place));
      case INT64 -> consumer.addLong(row.longValue(place));
      case FLOAT -> consumer.addFloat(row.floatValue(place));
      case DOUBLE -> consumer.addDouble(row.doubleValue(place));
      case TIMESTAMP, DATETIME ->
          consumer.addLong(Math.floorDiv(row.longValue(place), column.microsPerUnit));
      case DECIMAL -> writeDecimal(row.decimalValue(place).unscaledValue(), column);
    }
  }

  private void writeDecimal(BigInteger unscaled, Column column) {
    if (unscaled.abs().compareTo(column.limit) >= 0) {
      throw new ArithmeticException(
          "Cannot write column "
              + column.name
              + ": a value of "
              + unscaled.abs().toString().length()
              + " digits, where it has "
              + (column.limit.toString().length() - 1));
    }
    if (column.type == PrimitiveTypeName.INT32) {
      consumer.addInteger(unscaled.intValueExact());
    } else if (column.type == PrimitiveTypeName.INT64) {
      consumer.addLong(unscaled.longValueExact());
    } else {
      consumer.addBinary(Binary.fromConstantByteArray(extended(unscaled, column.length)));
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

  /**
   * @param limit of a decimal, the power of ten that its digits stay below
   */
  private record Column(
      String name,
      int place,
      ColumnKind kind,
      PrimitiveTypeName type,
      int length,
      long microsPerUnit,
      BigInteger limit) {

    static Column of(RowCodec codec, PrimitiveType type) {
      int place = codec.place(type.getName());
      boolean millis =
          type.getLogicalTypeAnnotation() instanceof TimestampLogicalTypeAnnotation timestamp
              && timestamp.getUnit() == TimeUnit.MILLIS;
      return new Column(
          type.getName(),
          place,
          codec.kind(place),
          type.getPrimitiveTypeName(),
          type.getTypeLength(),
          millis ? 1_000 : 1,
          type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
              ? BigInteger.TEN.pow(decimal.getPrecision())
              : BigInteger.ZERO);
    }
  }
}
