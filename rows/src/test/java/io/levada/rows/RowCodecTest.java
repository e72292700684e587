/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.FixedPrecisionNumeric;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RowCodecTest {

  private static final FieldType TIMESTAMP = FieldType.logicalType(SqlTypes.TIMESTAMP);
  private static final FieldType DATE = FieldType.logicalType(SqlTypes.DATE);
  private static final FieldType MONEY = FieldType.logicalType(FixedPrecisionNumeric.of(20, 2));

  /** Two values of each kind, the smaller one first. */
  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of(FieldType.STRING, "", "ção \uD83D\uDE00 " + "x".repeat(40_000)),
        Arguments.of(FieldType.BYTES, new byte[] {1}, new byte[] {(byte) 0x80, 0}),
        Arguments.of(FieldType.DECIMAL, new BigDecimal("-1E+30"), new BigDecimal("0.001")),
        Arguments.of(MONEY, new BigDecimal("-0.01"), new BigDecimal("123456789012345678.90")),
        Arguments.of(FieldType.BOOLEAN, false, true),
        Arguments.of(FieldType.INT16, Short.MIN_VALUE, Short.MAX_VALUE),
        Arguments.of(FieldType.INT32, Integer.MIN_VALUE, Integer.MAX_VALUE),
        Arguments.of(FieldType.INT64, Long.MIN_VALUE, Long.MAX_VALUE),
        Arguments.of(FieldType.FLOAT, -1.5f, Float.NaN),
        Arguments.of(FieldType.DOUBLE, Double.NEGATIVE_INFINITY, Double.MIN_VALUE),
        Arguments.of(DATE, LocalDate.of(-1, 1, 1), LocalDate.of(9999, 12, 31)),
        Arguments.of(
            TIMESTAMP,
            Instant.parse("1969-12-31T23:59:59.999999Z"),
            Instant.parse("2026-05-01T00:00:00.000001Z")),
        Arguments.of(
            FieldType.DATETIME,
            org.joda.time.Instant.parse("1969-12-31T23:59:59.999Z"),
            org.joda.time.Instant.parse("2026-05-01T00:00:00.001Z")));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void givesBackWhatItEncoded(FieldType type, Object smaller, Object greater) {
    Schema schema =
        Schema.builder()
            .addField("required", type)
            .addNullableField("value", type)
            .addNullableField("nothing", type)
            .build();
    RowCodec codec = RowCodec.of(schema, RowLayout.none());
    Row row = row(schema, smaller, greater, null);

    EncodedRow scanned = scanned(codec, row);

    assertThat(codec.decode(scanned), equalTo(row));
    assertThat(scanned.isNull(codec.place("required")), is(false));
    assertThat(scanned.isNull(codec.place("value")), is(false));
    assertThat(scanned.isNull(codec.place("nothing")), is(true));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void comparesByMeaningWithNullFirst(FieldType type, Object smaller, Object greater) {
    Schema schema = Schema.builder().addNullableField("value", type).build();
    RowCodec codec = RowCodec.of(schema, RowLayout.none());
    EncodedRow nothing = scanned(codec, row(schema, (Object) null));
    EncodedRow less = scanned(codec, row(schema, smaller));
    EncodedRow more = scanned(codec, row(schema, greater));

    assertThat(codec.compare(less, more, 0), lessThan(0));
    assertThat(codec.compare(more, less, 0), greaterThan(0));
    assertThat(codec.compare(more, more, 0), equalTo(0));
    assertThat(codec.compare(nothing, less, 0), lessThan(0));
    assertThat(codec.compare(less, nothing, 0), greaterThan(0));
    assertThat(codec.compare(nothing, nothing, 0), equalTo(0));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void tellsNullFromEveryValueInTheKey(FieldType type, Object smaller, Object greater) {
    Schema schema = Schema.builder().addNullableField("value", type).build();

    assertThat(keyOf(schema, smaller), not(equalTo(keyOf(schema, greater))));
    assertThat(keyOf(schema, smaller), not(equalTo(keyOf(schema, (Object) null))));
    assertThat(keyOf(schema, (Object) null), equalTo(keyOf(schema, (Object) null)));
  }

  static Stream<Arguments> equalValues() {
    DateTime noon = DateTime.parse("2026-05-01T12:00:00.001Z");
    return Stream.of(
        Arguments.of(FieldType.DOUBLE, 0.0, -0.0),
        Arguments.of(FieldType.DOUBLE, Double.NaN, Double.longBitsToDouble(0x7ff8000000000001L)),
        Arguments.of(FieldType.FLOAT, 0.0f, -0.0f),
        Arguments.of(FieldType.FLOAT, Float.NaN, Float.intBitsToFloat(0x7fc00001)),
        Arguments.of(FieldType.DECIMAL, new BigDecimal("1.5"), new BigDecimal("1.500")),
        Arguments.of(FieldType.DECIMAL, new BigDecimal("100"), new BigDecimal("1E+2")),
        Arguments.of(FieldType.DECIMAL, new BigDecimal("0"), new BigDecimal("0.00")),
        Arguments.of(MONEY, new BigDecimal("1.5"), new BigDecimal("1.50")),
        Arguments.of(FieldType.DATETIME, noon, noon.withZone(DateTimeZone.forOffsetHours(-3))),
        Arguments.of(
            TIMESTAMP,
            Instant.parse("2026-05-01T12:00:00.000001Z"),
            Instant.parse("2026-05-01T12:00:00.000001999Z")));
  }

  @ParameterizedTest
  @MethodSource("equalValues")
  void givesEqualValuesEqualKeys(FieldType type, Object left, Object right) {
    Schema schema = Schema.builder().addField("value", type).build();

    assertThat(keyOf(schema, left), equalTo(keyOf(schema, right)));
  }

  @Test
  void keepsDecimalsOfAnyLength() {
    Schema schema = Schema.builder().addDecimalField("number").build();
    RowCodec codec = RowCodec.of(schema, RowLayout.none());
    for (int bits = 0; bits < 130; bits++) {
      for (int beside = -1; beside <= 1; beside++) {
        BigInteger digits = BigInteger.ONE.shiftLeft(bits).add(BigInteger.valueOf(beside));
        for (BigInteger unscaled : List.of(digits, digits.negate())) {
          EncodedRow row = scanned(codec, row(schema, new BigDecimal(unscaled, 3)));

          assertThat(row.decimalValue(0), equalTo(new BigDecimal(unscaled, 3)));
          assertThat(row.hasLongDecimal(0), is(unscaled.bitLength() < Long.SIZE));
          if (row.hasLongDecimal(0)) {
            assertThat(row.longDecimal(0), is(unscaled.longValueExact()));
          }
        }
      }
    }
  }

  @Test
  void keepsTextsOfAnyLength() {
    Schema schema = Schema.builder().addStringField("text").build();
    RowCodec codec = RowCodec.of(schema, RowLayout.none());
    for (int length = 0; length < 300; length++) {
      for (String end : List.of("", "é", "日", "\uD83D\uDE00")) {
        for (String most : List.of("x", "ß", "本")) {
          String text = most.repeat(length) + end;

          assertThat(scanned(codec, row(schema, text)).stringValue(0), equalTo(text));
        }
      }
    }
  }

  @Test
  void keepsZerosSignAndDecimalsScaleOutsideTheKey() {
    Schema schema = Schema.builder().addDoubleField("zero").addDecimalField("one").build();
    RowCodec codec = RowCodec.of(schema, RowLayout.none());

    Row decoded = codec.decode(scanned(codec, row(schema, -0.0, new BigDecimal("1.00"))));

    assertThat(decoded.getDouble("zero"), equalTo(-0.0));
    assertThat(decoded.getDecimal("one"), equalTo(new BigDecimal("1.00")));
  }

  @Test
  void keepsKeysApartWhoseBytesWouldJoinAlike() {
    Schema schema = Schema.builder().addStringField("a").addStringField("b").build();

    assertThat(keyOf(schema, "x", "yz"), not(equalTo(keyOf(schema, "xy", "z"))));
  }

  @ParameterizedTest
  @CsvSource({
    "a, '', ''",
    "a b, '', c d",
    "a b, '', b c",
    "b a, b, b c d",
    "a b, c b, d c b",
    "d a, d c, b c d",
    "'', c, c d",
    "'', '', d a",
    "a b c d, a d, a d",
    "c, d c, a b d c"
  })
  void hasKeyCoLocationAndPartitionInOneRunEach(String key, String colocation, String partition) {
    RowLayout layout = new RowLayout(names(key), names(colocation), names(partition));
    Schema schema =
        Schema.builder()
            .addStringField("a")
            .addNullableField("b", FieldType.STRING)
            .addInt32Field("c")
            .addStringField("d")
            .addStringField("e")
            .build();
    RowCodec codec = RowCodec.of(schema, layout);
    EncodedRow row = scanned(codec, row(schema, "A", null, 7, "DD", "E"));

    assertRun(codec, row, layout.key(), codec.keyStart(row), codec.keyEnd(row));
    assertRun(
        codec, row, layout.colocation(), codec.colocationStart(row), codec.colocationEnd(row));
    assertRun(codec, row, layout.partition(), codec.partitionStart(row), codec.partitionEnd(row));
    assertThat(codec.decode(row), equalTo(row(schema, "A", null, 7, "DD", "E")));
  }

  @Test
  void scansTheKeyAlone() {
    Schema schema = Schema.builder().addStringField("other").addStringField("id").build();
    RowCodec codec = RowCodec.of(schema, RowLayout.none().withKey(List.of("id")));
    EncodedRow encoded = codec.newRow();
    codec.encode(row(schema, "x", "the id"), encoded);
    EncodedRow scanned = codec.newRow();

    codec.scanKey(encoded.bytes(), 0, scanned);

    assertThat(codec.keyStart(scanned), equalTo(codec.keyStart(encoded)));
    assertThat(codec.keyEnd(scanned), equalTo(codec.keyEnd(encoded)));
    assertThat(scanned.end(), equalTo(encoded.end()));
    assertThat(scanned.stringValue(codec.place("id")), equalTo("the id"));
  }

  @Test
  void walksRowsThatLieBackToBack() {
    Schema schema =
        Schema.builder().addStringField("text").addNullableField("n", FieldType.INT64).build();
    RowCodec codec = RowCodec.of(schema, RowLayout.none());
    byte[] first = scanned(codec, row(schema, "one", 1L)).copy();
    byte[] second = scanned(codec, row(schema, "a longer one", null)).copy();
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    EncodedRow row = codec.newRow();

    codec.scan(both, EncodedRow.lengthAt(both, 0), row);

    assertThat(codec.decode(row), equalTo(row(schema, "a longer one", null)));
    assertThat(row.end(), equalTo(both.length));
    codec.scan(both, 0, row);
    assertThat(codec.decode(row), equalTo(row(schema, "one", 1L)));
  }

  @Test
  void carriesThePositionOfAnEnvelopedRow() {
    Schema data = Schema.builder().addStringField("text").build();
    Schema enveloped = Envelope.around(data);
    RowCodec codec = RowCodec.of(enveloped, RowLayout.none());

    EncodedRow row = scanned(codec, row(enveloped, 7, 1L << 40, null, "x"));

    assertThat(row.file(), equalTo(7));
    assertThat(row.offset(), equalTo(1L << 40));
    assertThat(codec.decode(row).getValues(), equalTo(List.of("x")));
  }

  @Test
  void hasNoFileForARowWithoutAnEnvelope() {
    Schema schema = Schema.builder().addStringField("text").build();

    EncodedRow row = scanned(RowCodec.of(schema, RowLayout.none()), row(schema, "x"));

    assertThat(row.file(), equalTo(SourcePosition.NO_FILE));
    assertThat(row.offset(), equalTo(0L));
  }

  @Test
  void refusesANullInARequiredColumn() {
    Schema schema = Schema.builder().addStringField("text").build();
    RowCodec codec = RowCodec.of(schema, RowLayout.none());

    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> codec.encode(row(schema, (Object) null), codec.newRow()));

    assertThat(thrown.getMessage(), equalTo("Invalid row: required column text is null"));
  }

  @Test
  void refusesAnInstantBeyondMicrosecondsIn64Bits() {
    Schema schema = Schema.builder().addField("at", TIMESTAMP).build();
    RowCodec codec = RowCodec.of(schema, RowLayout.none());

    assertThrows(
        ArithmeticException.class, () -> codec.encode(row(schema, Instant.MAX), codec.newRow()));
  }

  @Test
  void refusesALayoutWithAColumnThatIsNotThere() {
    Schema schema = Schema.builder().addStringField("text").build();

    IllegalArgumentException thrown =
        assertThrows(
            IllegalArgumentException.class,
            () -> RowCodec.of(schema, RowLayout.none().withKey(List.of("id"))));

    assertThat(thrown.getMessage(), equalTo("Cannot find column id (the columns are [text])"));
  }

  @Test
  void refusesATypeThatCannotBeCarried() {
    Schema schema = Schema.builder().addByteField("tiny").build();

    IllegalArgumentException thrown =
        assertThrows(IllegalArgumentException.class, () -> RowCodec.of(schema, RowLayout.none()));

    assertThat(
        thrown.getMessage(),
        equalTo(
            "Cannot carry a column of type BYTE (take one of string, bytes, boolean, int16,"
                + " int32, int64, float, double, decimal, date, timestamp, or a list, map or struct"
                + " of them)"));
  }

  private static void assertRun(
      RowCodec codec, EncodedRow row, List<String> columns, int start, int end) {
    int bytes = 0;
    for (String column : columns) {
      int place = codec.place(column);
      int columnStart = row.columnStart(place);
      int columnEnd = row.columnStart(place + 1);
      assertThat(column, columnStart >= start && columnEnd <= end, is(true));
      bytes += columnEnd - columnStart;
    }
    assertThat(end - start, equalTo(bytes));
  }

  private static List<String> names(String spaced) {
    return spaced.isEmpty() ? List.of() : List.of(spaced.split(" "));
  }

  private static byte[] keyOf(Schema schema, @Nullable Object... values) {
    RowCodec codec = RowCodec.of(schema, RowLayout.none().withKey(schema.getFieldNames()));
    EncodedRow row = scanned(codec, row(schema, values));
    return Arrays.copyOfRange(row.bytes(), codec.keyStart(row), codec.keyEnd(row));
  }

  private static EncodedRow scanned(RowCodec codec, Row row) {
    EncodedRow encoded = codec.newRow();
    codec.encode(row, encoded);
    EncodedRow scanned = codec.newRow();
    codec.scan(encoded.copy(), 0, scanned);
    return scanned;
  }

  private static Row row(Schema schema, @Nullable Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }
}
