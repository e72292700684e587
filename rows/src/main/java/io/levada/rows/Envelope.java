/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The columns in front of the data columns that rows carry inside a pipeline: the file and offset a
 * row came from, and, in a row's place, a {@link Note}.
 *
 * <p>Rejects and read counts ride in the same collection as the rows, since a second large output
 * costs a runner that persists it a third of the run. A transform that knows the envelope passes a
 * row with a note on, untouched but for the columns it appends, which stay null.
 *
 * <p>With an envelope every data column is nullable: a note has none of them.
 */
public final class Envelope {

  public static final int FILE = 0;
  public static final int OFFSET = 1;
  public static final int NOTE = 2;

  /** How many columns the envelope has. */
  public static final int WIDTH = 3;

  /** How the names of the envelope's columns begin, and no other's. */
  public static final String RESERVED_PREFIX = "levada$";

  private static final List<Field> FIELDS =
      List.of(
          Field.nullable(RESERVED_PREFIX + "file", FieldType.INT32),
          Field.nullable(RESERVED_PREFIX + "offset", FieldType.INT64),
          Field.nullable(RESERVED_PREFIX + "note", FieldType.BYTES));

  private Envelope() {}

  /** The schema with the envelope in front, its own columns made nullable. */
  public static Schema around(Schema data) {
    Schema.Builder schema = Schema.builder().addFields(FIELDS);
    for (Field field : data.getFields()) {
      schema.addField(field.withNullable(true));
    }
    return schema.build();
  }

  /** Whether rows of the schema travel in an envelope. */
  public static boolean isIn(Schema schema) {
    return schema.getFieldCount() >= WIDTH && schema.getField(FILE).equals(FIELDS.get(FILE));
  }

  /** The data columns of a schema, with or without an envelope. */
  public static Schema dataOf(Schema schema) {
    if (!isIn(schema)) {
      return schema;
    }

    List<Field> fields = schema.getFields();
    return Schema.builder().addFields(fields.subList(WIDTH, fields.size())).build();
  }

  /** The note in the row's place, or null if the row is one. */
  public static byte @Nullable [] noteOf(Row row) {
    return (byte[]) row.getValues().get(NOTE);
  }

  /** Where the row came from. */
  public static SourcePosition positionOf(Row row) {
    return new SourcePosition(
        (Integer) row.getValues().get(FILE), (Long) row.getValues().get(OFFSET));
  }

  /** A row of the enveloped schema that holds nothing but the note. */
  public static Row of(Schema enveloped, Note note) {
    return of(enveloped, note.encode());
  }

  /** A row of the enveloped schema that holds nothing but the note, which is encoded. */
  public static Row of(Schema enveloped, byte[] note) {
    Object[] values = new Object[enveloped.getFieldCount()];
    values[NOTE] = note;
    return Row.withSchema(enveloped).attachValues(Arrays.asList(values));
  }
}
