/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/** Writes encoded rows to Parquet straight from their bytes. */
final class EncodedRowWriteSupport extends WriteSupport<EncodedRow> {

  private final MessageType schema;
  private final Column[] columns;
  private RecordConsumer consumer;

  EncodedRowWriteSupport(RowCodec codec, MessageType schema) {
    this.schema = schema;
    this.columns = new Column[schema.getFieldCount()];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = Column.of(codec, schema.getType(i));
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
        column.value.write(row, column.place, consumer);
        consumer.endField(column.name, i);
      }
    }
    consumer.endMessage();
  }

  /**
   * Writes the values of a kind of column. An object for each, so that what one column's encoding
   * makes the compiler do again is not done again for all others.
   */
  private interface Value {
    void write(EncodedRow row, int place, RecordConsumer consumer);
  }

  private record Column(String name, int place, Value value) {

    static Column of(RowCodec codec, Type type) {
      int place = codec.place(type.getName());
      return new Column(type.getName(), place, valueOf(codec, codec.kind(place), type));
    }

    private static Value valueOf(RowCodec codec, ColumnKind kind, Type type) {
      return switch (kind) {
        case STRING, BYTES -> Column::writeBytes;
        case BOOLEAN -> (row, place, consumer) -> consumer.addBoolean(row.booleanValue(place));
        case INT16, INT32, DATE ->
            (row, place, consumer) -> consumer.addInteger(row.intValue(place));
        case INT64 -> (row, place, consumer) -> consumer.addLong(row.longValue(place));
        case FLOAT -> (row, place, consumer) -> consumer.addFloat(row.floatValue(place));
        case DOUBLE -> (row, place, consumer) -> consumer.addDouble(row.doubleValue(place));
        case TIMESTAMP, DATETIME -> instant(ValueWriter.microsPerUnit(type));
        case DECIMAL -> decimal(codec, values(codec, type));
        case NESTED -> nested(codec, values(codec, type));
      };
    }

    private static ValueWriter values(RowCodec codec, Type type) {
      return ValueWriter.of(codec.schema().getField(type.getName()).getType(), type);
    }

    private static void writeBytes(EncodedRow row, int place, RecordConsumer consumer) {
      consumer.addBinary(
          Binary.fromReusedByteArray(row.bytes(), row.valueAt(place), row.valueLength(place)));
    }

    private static Value instant(long microsPerUnit) {
      return (row, place, consumer) ->
          consumer.addLong(Math.floorDiv(row.longValue(place), microsPerUnit));
    }

    private static Value decimal(RowCodec codec, ValueWriter values) {
      return (row, place, consumer) -> {
        if (row.hasLongDecimal(place)) {
          values.writeDecimal(row.longDecimal(place), consumer);
        } else {
          values.write(codec.value(row, place), consumer);
        }
      };
    }

    private static Value nested(RowCodec codec, ValueWriter values) {
      return (row, place, consumer) -> values.write(codec.value(row, place), consumer);
    }
  }
}
