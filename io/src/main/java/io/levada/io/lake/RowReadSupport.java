/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;

/**
 * Reads the columns of a file as the values that Beam has in a row of {@link ParquetToBeam}'s.
 * Reading a file with other columns throws an {@link IllegalArgumentException}.
 */
final class RowReadSupport extends ReadSupport<Object[]> {

  private final List<Field> expected;

  /**
   * @param expected the columns that the file must have, in this order
   */
  RowReadSupport(List<Field> expected) {
    this.expected = expected;
  }

  @Override
  @SuppressWarnings("deprecation") // called by readers that have a Hadoop configuration
  public ReadContext init(
      Configuration configuration, Map<String, String> metadata, MessageType schema) {
    return context(schema);
  }

  @Override
  @SuppressWarnings("deprecation") // the other form takes a context that ParquetReader lacks
  public ReadContext init(
      ParquetConfiguration configuration, Map<String, String> metadata, MessageType schema) {
    return context(schema);
  }

  private ReadContext context(MessageType schema) {
    List<Field> found = ParquetToBeam.schema(schema).getFields();
    boolean readable = found.size() == expected.size();
    for (int i = 0; readable && i < found.size(); i++) {
      readable = fits(found.get(i), expected.get(i));
    }
    if (!readable) {
      throw new IllegalArgumentException(
          "its columns are " + describe(found) + ", those of the table " + describe(expected));
    }

    return new ReadContext(schema);
  }

  /** A column without nulls may be read as one that can have them. */
  private static boolean fits(Field found, Field expected) {
    return found.getName().equals(expected.getName())
        && found.getType().withNullable(true).equals(expected.getType().withNullable(true))
        && (expected.getType().getNullable() || !found.getType().getNullable());
  }

  private static String describe(List<Field> columns) {
    return columns.stream()
        .map(column -> column.getName() + " " + describe(column.getType()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private static String describe(FieldType type) {
    boolean decimal = ColumnKind.of(type) == ColumnKind.DECIMAL;
    Object digits = decimal ? type.getLogicalType().getArgument() : null;
    String size = digits instanceof Row row ? row.getValues().toString() : "";
    return ColumnKind.of(type) + size + (type.getNullable() ? "" : " required");
  }

  @Override
  @SuppressWarnings("deprecation") // abstract in the parent all the same
  public RecordMaterializer<Object[]> prepareForRead(
      Configuration configuration,
      Map<String, String> metadata,
      MessageType schema,
      ReadContext context) {
    return new Materializer(schema);
  }

  @Override
  public RecordMaterializer<Object[]> prepareForRead(
      ParquetConfiguration configuration,
      Map<String, String> metadata,
      MessageType schema,
      ReadContext context) {
    return new Materializer(schema);
  }

  private static final class Materializer extends RecordMaterializer<Object[]> {
    private final RowConverter root;

    Materializer(MessageType schema) {
      this.root = new RowConverter(schema);
    }

    @Override
    public Object[] getCurrentRecord() {
      return root.values;
    }

    @Override
    public GroupConverter getRootConverter() {
      return root;
    }
  }

  private static final class RowConverter extends GroupConverter {
    private final Converter[] columns;
    private Object[] values;

    RowConverter(MessageType schema) {
      this.columns = new Converter[schema.getFieldCount()];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = new ValueConverter(i, schema.getType(i).asPrimitiveType());
      }
    }

    @Override
    public Converter getConverter(int column) {
      return columns[column];
    }

    @Override
    public void start() {
      values = new Object[columns.length];
    }

    @Override
    public void end() {}

    private final class ValueConverter extends PrimitiveConverter {
      private final int column;
      private final LogicalTypeAnnotation as;

      ValueConverter(int column, PrimitiveType type) {
        this.column = column;
        this.as = type.getLogicalTypeAnnotation();
      }

      @Override
      public void addBoolean(boolean value) {
        values[column] = value;
      }

      @Override
      public void addInt(int value) {
        if (as instanceof DecimalLogicalTypeAnnotation decimal) {
          values[column] = BigDecimal.valueOf(value, decimal.getScale());
        } else if (as instanceof DateLogicalTypeAnnotation) {
          values[column] = LocalDate.ofEpochDay(value);
        } else if (as instanceof IntLogicalTypeAnnotation integer
            && integer.getBitWidth() <= Short.SIZE
            && integer.isSigned()) {
          values[column] = (short) value;
        } else if (ParquetToBeam.isUnsignedInt(as)) {
          values[column] = Integer.toUnsignedLong(value);
        } else {
          values[column] = value;
        }
      }

      @Override
      public void addLong(long value) {
        if (as instanceof DecimalLogicalTypeAnnotation decimal) {
          values[column] = BigDecimal.valueOf(value, decimal.getScale());
        } else if (as instanceof TimestampLogicalTypeAnnotation timestamp) {
          values[column] = instant(value, timestamp);
        } else {
          values[column] = value;
        }
      }

      @Override
      public void addFloat(float value) {
        values[column] = value;
      }

      @Override
      public void addDouble(double value) {
        values[column] = value;
      }

      @Override
      public void addBinary(Binary value) {
        if (as instanceof StringLogicalTypeAnnotation) {
          values[column] = value.toStringUsingUTF8();
        } else if (as instanceof DecimalLogicalTypeAnnotation decimal) {
          values[column] = new BigDecimal(new BigInteger(value.getBytes()), decimal.getScale());
        } else {
          values[column] = value.getBytes();
        }
      }
    }
  }

  private static Instant instant(long value, TimestampLogicalTypeAnnotation type) {
    return switch (type.getUnit()) {
      case MILLIS -> Instant.ofEpochMilli(value);
      case MICROS -> seconds(value, 1_000_000L);
      case NANOS -> seconds(Math.floorDiv(value, 1_000L), 1_000_000L);
    };
  }

  private static Instant seconds(long value, long unitsPerSecond) {
    return Instant.ofEpochSecond(
        Math.floorDiv(value, unitsPerSecond),
        Math.floorMod(value, unitsPerSecond) * (1_000_000_000L / unitsPerSecond));
  }
}
