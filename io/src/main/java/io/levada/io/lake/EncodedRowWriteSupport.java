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

  private final RowCodec codec;
  private final MessageType schema;
  private final Column[] columns;
  private RecordConsumer consumer;

  EncodedRowWriteSupport(RowCodec codec, MessageType schema) {
    this.codec = codec;
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
      case DECIMAL -> writeDecimal(row, column);
      case NESTED -> column.values.write(codec.value(row, place), consumer);
    }
  }

  private void writeDecimal(EncodedRow row, Column column) {
    int place = column.place;
    if (row.hasLongDecimal(place)) {
      column.values.writeDecimal(row.longDecimal(place), consumer);
    } else {
      column.values.write(codec.value(row, place), consumer);
    }
  }

  /**
   * @param values writes what has to be made a value for it
   */
  private record Column(
      String name, int place, ColumnKind kind, long microsPerUnit, ValueWriter values) {

    static Column of(RowCodec codec, Type type) {
      int place = codec.place(type.getName());
      ValueWriter values = ValueWriter.of(codec.schema().getField(type.getName()).getType(), type);
      return new Column(
          type.getName(), place, codec.kind(place), ValueWriter.microsPerUnit(type), values);
    }
  }
}
