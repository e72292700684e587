/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.ReadableInstant;

/**
 * Lists, maps and structs as bytes, depth first: a list and a map have their size in front, what
 * may be null a byte for presence. Maps keep their order.
 */
final class NestedCodec implements Serializable {

  private final FieldType type;
  private final ColumnKind kind;
  private final int scale;

  /** A list's element; a map's key and value; a struct's fields. */
  private final List<NestedCodec> parts = new ArrayList<>();

  NestedCodec(FieldType type) {
    this.type = type;
    this.kind = ColumnKind.of(type);
    this.scale = RowCodec.scaleOf(type);
    switch (type.getTypeName()) {
      case ARRAY -> parts.add(new NestedCodec(type.getCollectionElementType()));
      case MAP -> {
        parts.add(new NestedCodec(type.getMapKeyType()));
        parts.add(new NestedCodec(type.getMapValueType()));
      }
      case ROW ->
          type.getRowSchema().getFields().forEach(f -> parts.add(new NestedCodec(f.getType())));
      default -> {}
    }
  }

  /**
   * @throws IllegalArgumentException if something is null that may not be
   * @throws ArithmeticException as {@link RowCodec#encode}
   */
  byte[] encode(Object value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      write(value, new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  Object decode(byte[] bytes, int from, int length) {
    return read(ByteBuffer.wrap(bytes, from, length));
  }

  private void writeNullable(@Nullable Object value, DataOutputStream out) throws IOException {
    if (type.getNullable()) {
      out.writeBoolean(value != null);
    } else if (value == null) {
      throw new IllegalArgumentException(
          "Invalid row: a required " + type.getTypeName() + " in a list, map or struct is null");
    }
    if (value != null) {
      write(value, out);
    }
  }

  private void write(Object value, DataOutputStream out) throws IOException {
    switch (kind) {
      case STRING -> writeBytes(((String) value).getBytes(StandardCharsets.UTF_8), out);
      case BYTES -> writeBytes((byte[]) value, out);
      case DECIMAL -> {
        BigDecimal number = (BigDecimal) value;
        BigDecimal scaled = scale < 0 ? number : number.setScale(scale);
        out.writeInt(scaled.scale());
        writeBytes(scaled.unscaledValue().toByteArray(), out);
      }
      case BOOLEAN -> out.writeBoolean((Boolean) value);
      case INT16 -> out.writeShort((Short) value);
      case INT32 -> out.writeInt((Integer) value);
      case INT64 -> out.writeLong((Long) value);
      case FLOAT -> out.writeInt(Float.floatToIntBits((Float) value));
      case DOUBLE -> out.writeLong(Double.doubleToLongBits((Double) value));
      case DATE -> out.writeInt(Math.toIntExact(((LocalDate) value).toEpochDay()));
      case TIMESTAMP -> out.writeLong(Micros.of((Instant) value));
      case DATETIME -> out.writeLong(Micros.of((ReadableInstant) value));
      case NESTED -> writeNested(value, out);
    }
  }

  private void writeNested(Object value, DataOutputStream out) throws IOException {
    switch (type.getTypeName()) {
      case ARRAY -> {
        Collection<?> elements = (Collection<?>) value;
        out.writeInt(elements.size());
        for (Object element : elements) {
          parts.get(0).writeNullable(element, out);
        }
      }
      case MAP -> {
        Map<?, ?> entries = (Map<?, ?>) value;
        out.writeInt(entries.size());
        for (Map.Entry<?, ?> entry : entries.entrySet()) {
          parts.get(0).writeNullable(entry.getKey(), out);
          parts.get(1).writeNullable(entry.getValue(), out);
        }
      }
      default -> {
        List<Object> values = ((Row) value).getValues();
        for (int i = 0; i < parts.size(); i++) {
          parts.get(i).writeNullable(values.get(i), out);
        }
      }
    }
  }

  private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private @Nullable Object readNullable(ByteBuffer in) {
    return type.getNullable() && in.get() == 0 ? null : read(in);
  }

  private Object read(ByteBuffer in) {
    return switch (kind) {
      case STRING -> new String(readBytes(in), StandardCharsets.UTF_8);
      case BYTES -> readBytes(in);
      case DECIMAL -> {
        int ownScale = in.getInt();
        yield new BigDecimal(new BigInteger(readBytes(in)), ownScale);
      }
      case BOOLEAN -> in.get() != 0;
      case INT16 -> in.getShort();
      case INT32 -> in.getInt();
      case INT64 -> in.getLong();
      case FLOAT -> Float.intBitsToFloat(in.getInt());
      case DOUBLE -> Double.longBitsToDouble(in.getLong());
      case DATE -> LocalDate.ofEpochDay(in.getInt());
      case TIMESTAMP -> Micros.toInstant(in.getLong());
      case DATETIME -> Micros.toDateTime(in.getLong());
      case NESTED -> readNested(in);
    };
  }

  private Object readNested(ByteBuffer in) {
    return switch (type.getTypeName()) {
      case ARRAY -> {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int rest = in.getInt(); rest > 0; rest--) {
          elements.add(parts.get(0).readNullable(in));
        }
        yield elements;
      }
      case MAP -> {
        Map<@Nullable Object, @Nullable Object> entries = new LinkedHashMap<>();
        for (int rest = in.getInt(); rest > 0; rest--) {
          Object key = parts.get(0).readNullable(in);
          entries.put(key, parts.get(1).readNullable(in));
        }
        yield entries;
      }
      default -> {
        @Nullable Object[] values = new @Nullable Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
          values[i] = parts.get(i).readNullable(in);
        }
        yield Row.withSchema(type.getRowSchema()).attachValues(Arrays.asList(values));
      }
    };
  }

  private static byte[] readBytes(ByteBuffer in) {
    byte[] bytes = new byte[in.getInt()];
    in.get(bytes);
    return bytes;
  }
}
