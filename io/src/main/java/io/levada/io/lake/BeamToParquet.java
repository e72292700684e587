/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BOOLEAN;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.DOUBLE;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT32;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;

import io.levada.io.lake.FileFormat.TimestampUnit;
import io.levada.rows.ColumnKind;
import java.math.BigInteger;
import java.util.Set;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The Parquet schema of a Beam schema, in the types that Athena, Spark and DuckDB agree on. */
final class BeamToParquet {

  /** What fits a decimal into 4 and into 8 bytes, as the Parquet format has it. */
  private static final int MAX_INT32_DIGITS = 9;

  private static final int MAX_INT64_DIGITS = 18;

  private static final String LIST_ELEMENT = "element";
  private static final String MAP_ENTRY = "key_value";
  private static final String MAP_KEY = "key";
  private static final String MAP_VALUE = "value";

  private BeamToParquet() {}

  /**
   * The schema of the files of a table.
   *
   * @param data all columns
   * @param inPath the partition columns, which the files leave out
   * @throws IllegalArgumentException if a column's type has no Parquet form
   */
  static MessageType schema(Schema data, Set<String> inPath, TimestampUnit unit) {
    Types.MessageTypeBuilder message = Types.buildMessage();
    for (Field field : data.getFields()) {
      if (!inPath.contains(field.getName())) {
        message.addField(column(field, unit));
      }
    }
    return message.named("row");
  }

  private static Type column(Field field, TimestampUnit unit) {
    return type(field.getType(), field.getName(), unit);
  }

  private static Type type(FieldType type, String name, TimestampUnit unit) {
    Repetition repetition = type.getNullable() ? Repetition.OPTIONAL : Repetition.REQUIRED;
    return switch (ColumnKind.of(type)) {
      case STRING -> annotated(BINARY, repetition, LogicalTypeAnnotation.stringType(), name);
      case BYTES -> Types.primitive(BINARY, repetition).named(name);
      case BOOLEAN -> Types.primitive(BOOLEAN, repetition).named(name);
      case INT16 -> annotated(INT32, repetition, LogicalTypeAnnotation.intType(16, true), name);
      case INT32 -> Types.primitive(INT32, repetition).named(name);
      case INT64 -> Types.primitive(INT64, repetition).named(name);
      case FLOAT -> Types.primitive(FLOAT, repetition).named(name);
      case DOUBLE -> Types.primitive(DOUBLE, repetition).named(name);
      case DATE -> annotated(INT32, repetition, LogicalTypeAnnotation.dateType(), name);
      case TIMESTAMP, DATETIME ->
          annotated(
              INT64,
              repetition,
              LogicalTypeAnnotation.timestampType(true, unit.annotation()),
              name);
      case DECIMAL -> decimal(type, repetition, name);
      case NESTED -> nested(type, repetition, name, unit);
    };
  }

  private static PrimitiveType annotated(
      PrimitiveTypeName type, Repetition repetition, LogicalTypeAnnotation as, String name) {
    return Types.primitive(type, repetition).as(as).named(name);
  }

  /** Lists and maps in the three levels of Parquet's format, a struct as a group. */
  private static Type nested(
      FieldType type, Repetition repetition, String name, TimestampUnit unit) {
    return switch (type.getTypeName()) {
      case ARRAY ->
          ConversionPatterns.listOfElements(
              repetition, name, type(type.getCollectionElementType(), LIST_ELEMENT, unit));
      case MAP ->
          ConversionPatterns.mapType(
              repetition,
              name,
              MAP_ENTRY,
              type(type.getMapKeyType().withNullable(false), MAP_KEY, unit),
              type(type.getMapValueType(), MAP_VALUE, unit));
      default -> struct(type.getRowSchema(), repetition, name, unit);
    };
  }

  private static Type struct(
      Schema fields, Repetition repetition, String name, TimestampUnit unit) {
    if (fields.getFieldCount() == 0) {
      throw new IllegalArgumentException(
          "Cannot write struct column " + name + ": it has no field (Parquet has no empty groups)");
    }

    return new GroupType(
        repetition, name, fields.getFields().stream().map(field -> column(field, unit)).toList());
  }

  private static PrimitiveType decimal(FieldType type, Repetition repetition, String name) {
    if (!(type.getTypeName().isLogicalType()
        && type.getLogicalType() instanceof FixedPrecisionNumeric)) {
      throw new IllegalArgumentException(
          "Cannot write decimal column "
              + name
              + ": it has no precision and scale (make it a FixedPrecisionNumeric)");
    }

    Row argument = type.getLogicalType().getArgument();
    int precision = argument.getInt32("precision");
    int scale = argument.getInt32("scale");
    LogicalTypeAnnotation as = LogicalTypeAnnotation.decimalType(scale, precision);
    if (precision <= MAX_INT32_DIGITS) {
      return annotated(INT32, repetition, as, name);
    }
    if (precision <= MAX_INT64_DIGITS) {
      return annotated(INT64, repetition, as, name);
    }

    return Types.primitive(FIXED_LEN_BYTE_ARRAY, repetition)
        .length(bytesFor(precision))
        .as(as)
        .named(name);
  }

  /** The fewest bytes of two's complement that hold any number of so many digits. */
  private static int bytesFor(int digits) {
    return BigInteger.TEN.pow(digits).subtract(BigInteger.ONE).bitLength() / 8 + 1;
  }
}
