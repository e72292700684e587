/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.rows.ColumnKind;
import io.levada.rows.Micros;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.LongFunction;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * How stored scalars become the values of a row: one function for each physical type, made once for
 * a column from what the file says of it and the type that the table has, which {@link SchemaUnion}
 * may have made wider.
 */
final class ParquetValues {

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final long SECONDS_PER_DAY = 86_400;

  /** The Julian day of 1970-01-01, from noon of which INT96 does not count but from midnight. */
  private static final int JULIAN_EPOCH_DAY = 2_440_588;

  /** What stands for bytes that are no character. */
  private static final char REPLACEMENT = '\uFFFD';

  private ParquetValues() {}

  static IntFunction<Object> ofInts(PrimitiveType type, FieldType target) {
    LogicalTypeAnnotation as = type.getLogicalTypeAnnotation();
    if (as instanceof DateLogicalTypeAnnotation) {
      return LocalDate::ofEpochDay;
    }
    if (as instanceof DecimalLogicalTypeAnnotation || ParquetToBeam.isUnsigned(as, Integer.SIZE)) {
      LongFunction<Object> wide = ofLongs(type, target);
      boolean unsigned = !(as instanceof DecimalLogicalTypeAnnotation);
      return unsigned ? value -> wide.apply(Integer.toUnsignedLong(value)) : wide::apply;
    }

    return switch (ColumnKind.of(target)) {
      case INT16 -> value -> (short) value;
      case INT32 -> value -> value;
      case INT64 -> value -> (long) value;
      case DOUBLE -> value -> (double) value;
      case DECIMAL -> ofLongs(type, target)::apply;
      default -> throw noWay(type, target);
    };
  }

  static LongFunction<Object> ofLongs(PrimitiveType type, FieldType target) {
    LogicalTypeAnnotation as = type.getLogicalTypeAnnotation();
    if (as instanceof TimestampLogicalTypeAnnotation timestamp) {
      return instants(timestamp);
    }
    if (ColumnKind.of(target) == ColumnKind.INT64) {
      return value -> value;
    }
    if (ColumnKind.of(target) != ColumnKind.DECIMAL) {
      throw noWay(type, target);
    }

    int scale = as instanceof DecimalLogicalTypeAnnotation decimal ? decimal.getScale() : 0;
    int wanted = Decimals.scale(target);
    if (ParquetToBeam.isUnsigned(as, Long.SIZE)) {
      return value -> new BigDecimal(Long.toUnsignedString(value)).setScale(wanted);
    }
    return scale == wanted
        ? value -> BigDecimal.valueOf(value, scale)
        : value -> BigDecimal.valueOf(value, scale).setScale(wanted);
  }

  /** To microseconds, nanoseconds towards the past. */
  private static LongFunction<Object> instants(TimestampLogicalTypeAnnotation type) {
    return switch (type.getUnit()) {
      case MILLIS -> Instant::ofEpochMilli;
      case MICROS -> Micros::toInstant;
      case NANOS -> value -> Micros.toInstant(Math.floorDiv(value, 1_000L));
    };
  }

  static Function<Binary, Object> ofBinaries(PrimitiveType type, FieldType target) {
    LogicalTypeAnnotation as = type.getLogicalTypeAnnotation();
    if (as instanceof DecimalLogicalTypeAnnotation decimal) {
      int scale = decimal.getScale();
      int wanted = Decimals.scale(target);
      return value -> new BigDecimal(new BigInteger(value.getBytes()), scale).setScale(wanted);
    }
    if (as instanceof UUIDLogicalTypeAnnotation) {
      return ParquetValues::uuid;
    }
    if (as instanceof Float16LogicalTypeAnnotation) {
      return ColumnKind.of(target) == ColumnKind.DOUBLE
          ? value -> (double) float16(value)
          : ParquetValues::float16;
    }
    if (type.getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
      return ParquetValues::int96;
    }
    return ColumnKind.of(target) == ColumnKind.STRING
        ? value -> text(value, type)
        : Binary::getBytes;
  }

  /** Parquet's own conversion puts a replacement where there is no UTF-8: that is told instead. */
  private static String text(Binary value, PrimitiveType type) {
    String text = value.toStringUsingUTF8();
    if (text.indexOf(REPLACEMENT) >= 0 && !isUtf8(value)) {
      throw new ParquetDecodingException(
          "column " + type.getName() + " holds text that is not UTF-8");
    }
    return text;
  }

  private static boolean isUtf8(Binary value) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(value.toByteBuffer());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static String uuid(Binary value) {
    ByteBuffer bytes = value.toByteBuffer();
    return new UUID(bytes.getLong(), bytes.getLong()).toString();
  }

  /** Nanoseconds of the day, then the Julian day, both with the lowest byte first. */
  private static Instant int96(Binary value) {
    ByteBuffer bytes = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long nanos = bytes.getLong();
    long day = (long) bytes.getInt() - JULIAN_EPOCH_DAY;
    return Instant.ofEpochSecond(
        day * SECONDS_PER_DAY + Math.floorDiv(nanos, NANOS_PER_SECOND),
        Math.floorMod(nanos, NANOS_PER_SECOND) / 1_000 * 1_000);
  }

  /** IEEE 754's binary16: a sign, 5 bits of exponent, 10 of fraction. */
  private static float float16(Binary value) {
    int bits = value.toByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getShort() & 0xffff;
    int sign = (bits & 0x8000) << 16;
    int exponent = bits >> 10 & 0x1f;
    int fraction = bits & 0x3ff;
    if (exponent == 0) {
      return Math.copySign(Math.scalb((float) fraction, -24), Float.intBitsToFloat(sign | 1));
    }
    int wide = exponent == 0x1f ? 0xff : exponent - 15 + 127;
    return Float.intBitsToFloat(sign | wide << 23 | fraction << 13);
  }

  static IllegalArgumentException noWay(PrimitiveType type, FieldType target) {
    return new IllegalArgumentException(
        "no " + TypeNames.of(target) + " is made of " + ParquetToBeam.show(type));
  }
}
