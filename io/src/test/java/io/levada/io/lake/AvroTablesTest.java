/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.LogicalTypes;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, as parquet-avro reads it, and what parquet-avro writes, as we read it. */
class AvroTablesTest {

  private static final FieldType TIMESTAMP = FieldType.logicalType(SqlTypes.TIMESTAMP);

  @TempDir private Path folder;
  private TableOnDisk table;
  private Path file;

  @BeforeEach
  void begin() {
    table = new TableOnDisk(folder.resolve("table"));
    file = table.folder().resolve("f.parquet");
  }

  @Test
  void readsPlainColumnsOfAllTypesToTheSameRows() throws IOException {
    assertIsReadByAvro(KnownRows.plain());
  }

  @Test
  void readsListsMapsAndStructsToTheSameRows() throws IOException {
    assertIsReadByAvro(KnownRows.nested());
  }

  @Test
  void writesPlainColumnsOfAllTypesThatWeReadToTheSameRows() throws IOException {
    KnownRows known = KnownRows.plain().withoutInt16();
    AvroFiles.write(file, known);

    table.assertHolds(known.schema(), known.rows());
  }

  @Test
  void writesListsMapsAndStructsThatWeReadToTheSameRows() throws IOException {
    KnownRows known = KnownRows.nested().withoutInt16();
    AvroFiles.write(file, known);

    table.assertHolds(known.schema(), known.rows());
  }

  @Test
  void writesListsOfTwoLevelsThatWeReadToTheSameRows() throws IOException {
    org.apache.avro.Schema point =
        SchemaBuilder.record("point").fields().requiredDouble("x").optionalString("y").endRecord();
    org.apache.avro.Schema single =
        SchemaBuilder.record("single").fields().optionalLong("element").endRecord();
    org.apache.avro.Schema schema =
        SchemaBuilder.record("row")
            .fields()
            .name("numbers")
            .type()
            .array()
            .items()
            .longType()
            .noDefault()
            .name("points")
            .type()
            .array()
            .items(point)
            .noDefault()
            .name("singles")
            .type()
            .array()
            .items(single)
            .noDefault()
            .name("lists")
            .type()
            .array()
            .items()
            .array()
            .items()
            .stringType()
            .noDefault()
            .name("maps")
            .type()
            .map()
            .values()
            .array()
            .items()
            .intType()
            .noDefault()
            .endRecord();
    AvroFiles.write(
        file,
        schema,
        List.of(
            record(
                schema,
                List.of(1L, -2L),
                List.of(record(point, 1.5, "a"), record(point, -0.5, null)),
                List.of(record(single, 7L), record(single, (Object) null)),
                List.of(List.of("a", ""), List.of(), List.of("b")),
                Map.of("k", List.of(1), "l", List.of())),
            record(schema, List.of(), List.of(), List.of(), List.of(), Map.of())),
        true);

    Schema readPoint =
        Schema.builder().addDoubleField("x").addNullableField("y", FieldType.STRING).build();
    Schema readSingle = Schema.builder().addNullableField("element", FieldType.INT64).build();
    Schema read =
        Schema.builder()
            .addArrayField("numbers", FieldType.INT64)
            .addArrayField("points", FieldType.row(readPoint))
            .addArrayField("singles", FieldType.row(readSingle))
            .addArrayField("lists", FieldType.array(FieldType.STRING))
            .addMapField("maps", FieldType.STRING, FieldType.array(FieldType.INT32))
            .build();
    table.assertHolds(
        read,
        List.of(
            row(
                read,
                List.of(1L, -2L),
                List.of(row(readPoint, 1.5, "a"), row(readPoint, -0.5, null)),
                List.of(row(readSingle, 7L), row(readSingle, (Object) null)),
                List.of(List.of("a", ""), List.of(), List.of("b")),
                Map.of("k", List.of(1), "l", List.of())),
            row(read, List.of(), List.of(), List.of(), List.of(), Map.of())));
  }

  @Test
  void writesEnumsUuidsAndOtherTimestampsThatWeReadAsTheWiderType() throws IOException {
    org.apache.avro.Schema colour = SchemaBuilder.enumeration("colour").symbols("RED", "BLUE");
    org.apache.avro.Schema schema =
        SchemaBuilder.record("row")
            .fields()
            .name("colour")
            .type(colour)
            .noDefault()
            .name("uuid")
            .type(LogicalTypes.uuid().addToSchema(SchemaBuilder.builder().stringType()))
            .noDefault()
            .name("millis")
            .type(LogicalTypes.timestampMillis().addToSchema(SchemaBuilder.builder().longType()))
            .noDefault()
            .name("local_millis")
            .type(
                LogicalTypes.localTimestampMillis().addToSchema(SchemaBuilder.builder().longType()))
            .noDefault()
            .name("local_micros")
            .type(
                LogicalTypes.localTimestampMicros().addToSchema(SchemaBuilder.builder().longType()))
            .noDefault()
            .name("fixed")
            .type(SchemaBuilder.fixed("four").size(4))
            .noDefault()
            .endRecord();
    GenericRecord record =
        record(
            schema,
            new GenericData.EnumSymbol(colour, "BLUE"),
            "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
            -1L,
            -2L,
            -3L,
            new GenericData.Fixed(schema.getField("fixed").schema(), new byte[] {0, -1, 2, 3}));
    AvroFiles.write(file, schema, List.of(record), false);

    Schema read =
        Schema.builder()
            .addStringField("colour")
            .addStringField("uuid")
            .addField("millis", TIMESTAMP)
            .addField("local_millis", TIMESTAMP)
            .addField("local_micros", TIMESTAMP)
            .addByteArrayField("fixed")
            .build();
    table.assertHolds(
        read,
        List.of(
            row(
                read,
                "BLUE",
                "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
                Instant.parse("1969-12-31T23:59:59.999Z"),
                Instant.parse("1969-12-31T23:59:59.998Z"),
                Instant.parse("1969-12-31T23:59:59.999997Z"),
                new byte[] {0, -1, 2, 3})));
  }

  private void assertIsReadByAvro(KnownRows known) throws IOException {
    table.write(known.schema(), known.rows());

    try (Stream<Path> files = Files.list(table.folder())) {
      assertThat(
          AvroFiles.read(files.findFirst().orElseThrow(), known.schema()),
          containsInAnyOrder(known.texts().toArray(String[]::new)));
    }
  }

  private static GenericRecord record(org.apache.avro.Schema schema, Object... values) {
    GenericRecord record = new GenericData.Record(schema);
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    return record;
  }

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(values);
  }
}
