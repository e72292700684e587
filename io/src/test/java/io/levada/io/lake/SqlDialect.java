/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static java.util.stream.Collectors.joining;

import io.levada.rows.ColumnKind;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** Types and values as text in the SQL of another engine, so that it writes them itself. */
public enum SqlDialect {
  DUCKDB {
    @Override
    String scalarType(ColumnKind kind) {
      return switch (kind) {
        case STRING -> "VARCHAR";
        case BYTES -> "BLOB";
        case FLOAT -> "REAL";
        case TIMESTAMP -> "TIMESTAMPTZ";
        default -> commonType(kind);
      };
    }

    @Override
    String listType(String element) {
      return element + "[]";
    }

    @Override
    String mapType(String key, String value) {
      return "MAP(" + key + ", " + value + ")";
    }

    @Override
    String structType(Stream<String> fields) {
      return fields.collect(joining(", ", "STRUCT(", ")"));
    }

    @Override
    String field(String name, String type) {
      return name + " " + type;
    }

    @Override
    String bytes(byte[] value) {
      return "'" + HexFormat.of().withPrefix("\\x").formatHex(value) + "'::BLOB";
    }

    @Override
    String string(byte[] utf8) {
      return "decode(" + bytes(utf8) + ")";
    }

    @Override
    String list(Stream<String> elements) {
      return elements.collect(joining(", ", "[", "]"));
    }

    @Override
    String map(Stream<List<String>> entries) {
      return entries.map(entry -> String.join(": ", entry)).collect(joining(", ", "MAP {", "}"));
    }

    @Override
    String struct(Stream<List<String>> fields) {
      return fields
          .map(field -> "'" + field.get(0) + "': " + field.get(1))
          .collect(joining(", ", "{", "}"));
    }
  },

  SPARK {
    @Override
    String scalarType(ColumnKind kind) {
      return switch (kind) {
        case STRING -> "STRING";
        case BYTES -> "BINARY";
        case FLOAT -> "FLOAT";
        case TIMESTAMP -> "TIMESTAMP";
        default -> commonType(kind);
      };
    }

    @Override
    String listType(String element) {
      return "ARRAY<" + element + ">";
    }

    @Override
    String mapType(String key, String value) {
      return "MAP<" + key + ", " + value + ">";
    }

    @Override
    String structType(Stream<String> fields) {
      return fields.collect(joining(", ", "STRUCT<", ">"));
    }

    @Override
    String field(String name, String type) {
      return name + ": " + type;
    }

    @Override
    String bytes(byte[] value) {
      return "X'" + HexFormat.of().formatHex(value) + "'";
    }

    @Override
    String string(byte[] utf8) {
      return bytes(utf8);
    }

    @Override
    String list(Stream<String> elements) {
      return elements.collect(joining(", ", "array(", ")"));
    }

    @Override
    String map(Stream<List<String>> entries) {
      return entries.map(entry -> String.join(", ", entry)).collect(joining(", ", "map(", ")"));
    }

    @Override
    String struct(Stream<List<String>> fields) {
      return fields
          .map(field -> "'" + field.get(0) + "', " + field.get(1))
          .collect(joining(", ", "named_struct(", ")"));
    }
  };

  abstract String scalarType(ColumnKind kind);

  abstract String listType(String element);

  abstract String mapType(String key, String value);

  abstract String structType(Stream<String> fields);

  abstract String field(String name, String type);

  abstract String bytes(byte[] value);

  abstract String string(byte[] utf8);

  abstract String list(Stream<String> elements);

  abstract String map(Stream<List<String>> entries);

  abstract String struct(Stream<List<String>> fields);

  /** The columns of a table: {@code id INTEGER, text STRING}. */
  public String columns(Schema schema) {
    return schema.getFields().stream()
        .map(column -> column.getName() + " " + type(column.getType()))
        .collect(joining(", "));
  }

  /** Rows as {@code VALUES} has them. */
  public String values(List<Row> rows) {
    return rows.stream()
        .map(row -> fields(row).map(field -> field.get(1)).collect(joining(", ", "(", ")")))
        .collect(joining(",\n"));
  }

  private String type(FieldType type) {
    return switch (type.getTypeName()) {
      case ARRAY -> listType(type(type.getCollectionElementType()));
      case MAP -> mapType(type(type.getMapKeyType()), type(type.getMapValueType()));
      case ROW -> structType(type.getRowSchema().getFields().stream().map(this::field));
      default -> {
        ColumnKind kind = ColumnKind.of(type);
        yield kind == ColumnKind.DECIMAL ? decimal(type) : scalarType(kind);
      }
    };
  }

  private String field(Field field) {
    return field(field.getName(), type(field.getType()));
  }

  private static String decimal(FieldType type) {
    Row argument = type.getLogicalType().getArgument();
    return "DECIMAL(" + argument.getInt32("precision") + ", " + argument.getInt32("scale") + ")";
  }

  private static String commonType(ColumnKind kind) {
    return switch (kind) {
      case BOOLEAN -> "BOOLEAN";
      case INT16 -> "SMALLINT";
      case INT32 -> "INTEGER";
      case INT64 -> "BIGINT";
      case DOUBLE -> "DOUBLE";
      case DATE -> "DATE";
      default -> throw new IllegalArgumentException(kind.toString());
    };
  }

  private String value(FieldType type, Object value) {
    return "CAST(" + uncast(type, value) + " AS " + type(type) + ")";
  }

  private String uncast(FieldType type, Object value) {
    if (value instanceof String text) {
      return string(text.getBytes(StandardCharsets.UTF_8));
    }
    if (value instanceof byte[] raw) {
      return bytes(raw);
    }
    if (value instanceof Collection<?> list) {
      FieldType element = type.getCollectionElementType();
      return list(list.stream().map(each -> value(element, each)));
    }
    if (value instanceof Map<?, ?> map) {
      return map(map.entrySet().stream().map(entry -> entry(type, entry)));
    }
    if (value instanceof Row row) {
      return struct(fields(row));
    }

    if (value instanceof BigDecimal number) {
      return "'" + number.toPlainString() + "'";
    }

    return value == null ? "NULL" : "'" + value + "'";
  }

  private List<String> entry(FieldType type, Map.Entry<?, ?> entry) {
    return List.of(
        value(type.getMapKeyType(), entry.getKey()),
        value(type.getMapValueType(), entry.getValue()));
  }

  private Stream<List<String>> fields(Row row) {
    List<Field> fields = row.getSchema().getFields();
    return IntStream.range(0, fields.size())
        .mapToObj(
            i ->
                List.of(
                    fields.get(i).getName(),
                    value(fields.get(i).getType(), row.getValues().get(i))));
  }
}
