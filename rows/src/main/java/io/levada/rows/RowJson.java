/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.ReadableInstant;

/**
 * Writes a row as one JSON object, for people and for the rejects: dates and timestamps in ISO-8601
 * (timestamps in UTC), bytes in base64, decimals in full, and a double that is no number as a
 * string.
 */
public final class RowJson {

  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN).build();

  private RowJson() {}

  /**
   * The row's data columns as a JSON object in UTF-8; an {@link Envelope} is left out.
   *
   * @throws IllegalArgumentException if a column has a type that {@link ColumnKind} does not know
   */
  public static byte[] of(Row row) {
    Schema schema = row.getSchema();
    int first = Envelope.isIn(schema) ? Envelope.WIDTH : 0;
    return utf8(json -> writeStruct(json, schema, row.getValues(), first));
  }

  /**
   * A value of a column as JSON in UTF-8.
   *
   * @throws IllegalArgumentException if the type is one that {@link ColumnKind} does not know
   */
  public static byte[] ofValue(FieldType type, @Nullable Object value) {
    return utf8(json -> write(json, type, value));
  }

  private interface Writing {
    void to(JsonGenerator json) throws IOException;
  }

  private static byte[] utf8(Writing writing) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      writing.to(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void writeStruct(JsonGenerator json, Schema schema, List<Object> values, int first)
      throws IOException {
    json.writeStartObject();
    for (int i = first; i < schema.getFieldCount(); i++) {
      Field field = schema.getField(i);
      json.writeFieldName(field.getName());
      write(json, field.getType(), values.get(i));
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, FieldType type, @Nullable Object value)
      throws IOException {
    if (value == null) {
      json.writeNull();
      return;
    }

    switch (ColumnKind.of(type)) {
      case STRING, DATE, TIMESTAMP -> json.writeString(value.toString());
      case BYTES -> json.writeString(Base64.getEncoder().encodeToString((byte[]) value));
      case DECIMAL -> json.writeNumber((BigDecimal) value);
      case BOOLEAN -> json.writeBoolean((Boolean) value);
      case INT16, INT32, INT64 -> json.writeNumber(((Number) value).longValue());
      case FLOAT -> json.writeNumber((Float) value);
      case DOUBLE -> json.writeNumber((Double) value);
      case DATETIME ->
          json.writeString(Instant.ofEpochMilli(((ReadableInstant) value).getMillis()).toString());
      case NESTED -> writeNested(json, type, value);
    }
  }

  private static void writeNested(JsonGenerator json, FieldType type, Object value)
      throws IOException {
    switch (type.getTypeName()) {
      case ARRAY -> {
        json.writeStartArray();
        for (Object element : (Iterable<?>) value) {
          write(json, type.getCollectionElementType(), element);
        }
        json.writeEndArray();
      }
      case MAP -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
          json.writeFieldName(name(type.getMapKeyType(), entry.getKey()));
          write(json, type.getMapValueType(), entry.getValue());
        }
        json.writeEndObject();
      }
      default -> writeStruct(json, type.getRowSchema(), ((Row) value).getValues(), 0);
    }
  }

  /** A map's key as the name of a member: what it would be as a value, without quotes. */
  private static String name(FieldType type, @Nullable Object key) {
    if (key instanceof String text) {
      return text;
    }

    String json = new String(ofValue(type, key), StandardCharsets.UTF_8);
    return json.startsWith("\"") ? json.substring(1, json.length() - 1) : json;
  }
}
