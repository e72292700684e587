/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import io.levada.rows.ValueText;
import io.levada.rows.ValueText.Struct;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.IndexedRecord;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.avro.AvroParquetReader;
import org.apache.parquet.avro.AvroParquetWriter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.LocalOutputFile;

/** Parquet files by way of Avro records, as parquet-avro has them. */
final class AvroFiles {

  /** Unless this is false, parquet-avro takes a list of three levels for one of records. */
  private static final String ADD_LIST_ELEMENT_RECORDS = "parquet.avro.add-list-element-records";

  private static final int FIXED_BYTES = 16;

  private AvroFiles() {}

  /**
   * Writes Avro records.
   *
   * @param listsOfTwoLevels the form that parquet-avro writes unless told not to, in which a list
   *     can't hold null
   */
  static void write(
      Path file,
      org.apache.avro.Schema schema,
      List<? extends IndexedRecord> records,
      boolean listsOfTwoLevels)
      throws IOException {
    Files.createDirectories(file.getParent());
    ParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, listsOfTwoLevels);
    try (ParquetWriter<IndexedRecord> writer =
        AvroParquetWriter.<IndexedRecord>builder(new LocalOutputFile(file))
            .withConf(configuration)
            .withSchema(schema)
            .build()) {
      for (IndexedRecord record : records) {
        writer.write(record);
      }
    }
  }

  /** Writes rows, with lists of three levels. */
  static void write(Path file, KnownRows known) throws IOException {
    org.apache.avro.Schema schema = record(known.schema(), "row");
    List<GenericRecord> records = known.rows().stream().map(row -> toRecord(row, schema)).toList();
    write(file, schema, records, false);
  }

  /** Reads rows of the schema, each as {@link ValueText} tells a row. */
  static List<String> read(Path file, Schema schema) throws IOException {
    ParquetConfiguration configuration = new PlainParquetConfiguration();
    configuration.setBoolean(ADD_LIST_ELEMENT_RECORDS, false);
    List<String> rows = new ArrayList<>();
    try (ParquetReader<GenericRecord> reader =
        AvroParquetReader.<GenericRecord>builder(new LocalInputFile(file), configuration)
            .withDataModel(GenericData.get())
            .build()) {
      for (GenericRecord record = reader.read(); record != null; record = reader.read()) {
        rows.add(ValueText.of(toPlain(record, FieldType.row(schema))));
      }
    }
    return rows;
  }

  private static org.apache.avro.Schema record(Schema schema, String name) {
    SchemaBuilder.FieldAssembler<org.apache.avro.Schema> fields =
        SchemaBuilder.record(name).fields();
    for (Field field : schema.getFields()) {
      String inner = name + "_" + field.getName();
      fields = fields.name(field.getName()).type(type(field.getType(), inner)).noDefault();
    }
    return fields.endRecord();
  }

  /**
   * @param name of the records and fixed types in it, which Avro wants to be unique
   */
  private static org.apache.avro.Schema type(FieldType type, String name) {
    org.apache.avro.Schema present = present(type, name);
    return type.getNullable() ? SchemaBuilder.nullable().type(present) : present;
  }

  private static org.apache.avro.Schema present(FieldType type, String name) {
    SchemaBuilder.TypeBuilder<org.apache.avro.Schema> builder = SchemaBuilder.builder();
    return switch (ColumnKind.of(type)) {
      case STRING -> builder.stringType();
      case BYTES -> builder.bytesType();
      case BOOLEAN -> builder.booleanType();
      case INT32 -> builder.intType();
      case INT64 -> builder.longType();
      case FLOAT -> builder.floatType();
      case DOUBLE -> builder.doubleType();
      case DATE -> LogicalTypes.date().addToSchema(builder.intType());
      case TIMESTAMP -> LogicalTypes.timestampMicros().addToSchema(builder.longType());
      case DECIMAL -> decimal(type, name);
      case NESTED ->
          switch (type.getTypeName()) {
            case ARRAY -> builder.array().items(type(type.getCollectionElementType(), name));
            case MAP -> builder.map().values(type(type.getMapValueType(), name));
            default -> record(type.getRowSchema(), name);
          };
      case INT16, DATETIME -> throw new IllegalArgumentException("Avro has no " + type);
    };
  }

  /** In bytes where it is short, and fixed where it is long, to have both forms. */
  private static org.apache.avro.Schema decimal(FieldType type, String name) {
    Row argument = type.getLogicalType().getArgument();
    int precision = argument.getInt32("precision");
    org.apache.avro.Schema bytes =
        precision <= 18
            ? SchemaBuilder.builder().bytesType()
            : SchemaBuilder.fixed(name).size(FIXED_BYTES);
    return LogicalTypes.decimal(precision, argument.getInt32("scale")).addToSchema(bytes);
  }

  private static GenericRecord toRecord(Row row, org.apache.avro.Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    IntStream.range(0, row.getFieldCount())
        .forEach(
            i -> record.put(i, toAvro(row.getValues().get(i), schema.getFields().get(i).schema())));
    return record;
  }

  private static Object toAvro(Object value, org.apache.avro.Schema schema) {
    if (schema.isUnion()) {
      return value == null ? null : toAvro(value, schema.getTypes().get(0));
    }
    if (value instanceof byte[] bytes) {
      return ByteBuffer.wrap(bytes);
    }
    if (value instanceof BigDecimal number) {
      return decimal(number, schema);
    }
    if (value instanceof LocalDate date) {
      return Math.toIntExact(date.toEpochDay());
    }
    if (value instanceof Instant instant) {
      return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }
    if (value instanceof Collection<?> list) {
      List<Object> elements = new ArrayList<>();
      list.forEach(element -> elements.add(toAvro(element, schema.getElementType())));
      return elements;
    }
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      map.forEach((key, item) -> entries.put(key, toAvro(item, schema.getValueType())));
      return entries;
    }
    if (value instanceof Row row) {
      return toRecord(row, schema);
    }

    return value instanceof Short number ? Integer.valueOf(number) : value;
  }

  private static Object decimal(BigDecimal number, org.apache.avro.Schema schema) {
    byte[] unscaled = number.unscaledValue().toByteArray();
    if (schema.getType() == org.apache.avro.Schema.Type.BYTES) {
      return ByteBuffer.wrap(unscaled);
    }

    byte[] fixed = new byte[FIXED_BYTES];
    Arrays.fill(fixed, (byte) (number.signum() < 0 ? -1 : 0));
    System.arraycopy(unscaled, 0, fixed, FIXED_BYTES - unscaled.length, unscaled.length);
    return new GenericData.Fixed(schema, fixed);
  }

  /** Avro has no decimals of 32 and 64 bits: those come as their unscaled number. */
  private static Object toPlain(Object value, FieldType type) {
    if (value == null) {
      return null;
    }

    return switch (ColumnKind.of(type)) {
      case STRING -> value.toString();
      case BYTES -> bytes((ByteBuffer) value);
      case DATE -> LocalDate.ofEpochDay((Integer) value);
      case TIMESTAMP -> Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS);
      case DECIMAL -> {
        BigInteger unscaled =
            value instanceof GenericFixed fixed
                ? new BigInteger(fixed.bytes())
                : BigInteger.valueOf(((Number) value).longValue());
        yield new BigDecimal(unscaled, type.getLogicalType().<Row>getArgument().getInt32("scale"));
      }
      case NESTED -> toPlainNested(value, type);
      default -> value;
    };
  }

  private static Object toPlainNested(Object value, FieldType type) {
    return switch (type.getTypeName()) {
      case ARRAY -> {
        List<Object> elements = new ArrayList<>();
        ((Collection<?>) value)
            .forEach(element -> elements.add(toPlain(element, type.getCollectionElementType())));
        yield elements;
      }
      case MAP -> {
        Map<Object, Object> entries = new LinkedHashMap<>();
        ((Map<?, ?>) value)
            .forEach(
                (key, item) -> entries.put(key.toString(), toPlain(item, type.getMapValueType())));
        yield entries;
      }
      default -> {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Field field : type.getRowSchema().getFields()) {
          Object item = ((GenericRecord) value).get(field.getName());
          fields.put(field.getName(), toPlain(item, field.getType()));
        }
        yield new Struct(fields);
      }
    };
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
