/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.values.Row;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type.Repetition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read of each type that a Parquet file can have. */
class StoredTypesTest {

  @TempDir private Path folder;
  private final Storages storages = Storages.withoutStaging();

  /** A column, what is stored in it, and the type and value that are read. */
  static Stream<Arguments> scalars() {
    return Stream.of(
        scalar("int32 c", r -> r.add(0, -7), "int32", -7),
        scalar("int32 c (INTEGER(8,true))", r -> r.add(0, -128), "int16", (short) -128),
        scalar("int32 c (INTEGER(16,true))", r -> r.add(0, 32767), "int16", (short) 32767),
        scalar("int32 c (INTEGER(32,true))", r -> r.add(0, -7), "int32", -7),
        scalar("int32 c (INTEGER(8,false))", r -> r.add(0, 255), "int32", 255),
        scalar("int32 c (INTEGER(16,false))", r -> r.add(0, 65535), "int32", 65535),
        scalar("int32 c (INTEGER(32,false))", r -> r.add(0, -1), "int64", 4294967295L),
        scalar("int64 c", r -> r.add(0, Long.MIN_VALUE), "int64", Long.MIN_VALUE),
        scalar("int64 c (INTEGER(64,true))", r -> r.add(0, -7L), "int64", -7L),
        scalar(
            "int64 c (INTEGER(64,false))",
            r -> r.add(0, -1L),
            "decimal(20,0)",
            new BigDecimal("18446744073709551615")),
        scalar("int32 c (UINT_8)", r -> r.add(0, 200), "int32", 200),
        scalar("float c", r -> r.add(0, 1.5f), "float", 1.5f),
        scalar("double c", r -> r.add(0, -0.0), "double", -0.0),
        scalar("boolean c", r -> r.add(0, true), "boolean", true),
        scalar("int32 c (DATE)", r -> r.add(0, -1), "date", LocalDate.of(1969, 12, 31)),
        scalar(
            "int32 c (DECIMAL(9,2))",
            r -> r.add(0, -12345),
            "decimal(9,2)",
            new BigDecimal("-123.45")),
        scalar(
            "int64 c (DECIMAL(18,4))",
            r -> r.add(0, 12345L),
            "decimal(18,4)",
            new BigDecimal("1.2345")),
        scalar(
            "binary c (DECIMAL(38,10))",
            r -> r.add(0, bytes(new BigInteger("-10000000001").toByteArray())),
            "decimal(38,10)",
            new BigDecimal("-1.0000000001")),
        scalar(
            "fixed_len_byte_array(4) c (DECIMAL(7,0))",
            r -> r.add(0, bytes(-1, -1, -1, -2)),
            "decimal(7,0)",
            new BigDecimal("-2")),
        scalar(
            "int64 c (TIMESTAMP(MILLIS,true))",
            r -> r.add(0, -1L),
            "timestamp",
            Instant.parse("1969-12-31T23:59:59.999Z")),
        scalar(
            "int64 c (TIMESTAMP(MICROS,false))",
            r -> r.add(0, -1L),
            "timestamp",
            Instant.parse("1969-12-31T23:59:59.999999Z")),
        scalar(
            "int64 c (TIMESTAMP(NANOS,true))",
            r -> r.add(0, -1L),
            "timestamp",
            Instant.parse("1969-12-31T23:59:59.999999Z")),
        scalar(
            "int64 c (TIMESTAMP(NANOS,false))",
            r -> r.add(0, 1999L),
            "timestamp",
            Instant.parse("1970-01-01T00:00:00.000001Z")),
        scalar(
            "int96 c",
            r -> r.add(0, int96(2_440_588, 0)),
            "timestamp",
            Instant.parse("1970-01-01T00:00:00Z")),
        scalar(
            "int96 c",
            r -> r.add(0, int96(2_440_587, 86_399_999_999_999L)),
            "timestamp",
            Instant.parse("1969-12-31T23:59:59.999999Z")),
        scalar(
            "int96 c",
            r -> r.add(0, int96(2_440_589, -1)),
            "timestamp",
            Instant.parse("1970-01-01T23:59:59.999999Z")),
        scalar(
            "int96 c",
            r -> r.add(0, int96(1_721_426, 3_600_000_000_000L)),
            "timestamp",
            Instant.parse("0001-01-01T01:00:00Z")),
        scalar("binary c (STRING)", r -> r.add(0, "ção 😀"), "string", "ção 😀"),
        scalar("binary c (UTF8)", r -> r.add(0, ""), "string", ""),
        scalar("binary c (ENUM)", r -> r.add(0, "RED"), "string", "RED"),
        scalar("binary c (JSON)", r -> r.add(0, "{}"), "string", "{}"),
        scalar(
            "fixed_len_byte_array(16) c (UUID)",
            r -> r.add(0, uuid("00112233-4455-6677-8899-aabbccddeeff")),
            "string",
            "00112233-4455-6677-8899-aabbccddeeff"));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("scalars")
  void readsScalars(String column, ExampleFiles.Fill fill, String type, Object value)
      throws IOException {
    write("optional " + column, fill, row -> {}, fill);

    assertThat(type(), equalTo(type));
    assertThat(values(), contains(value, null, value));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("scalars")
  void readsScalarsThatNoDictionaryHas(
      String column, ExampleFiles.Fill fill, String type, Object value) throws IOException {
    ExampleFiles.write(
        folder.resolve("f.parquet"),
        "required " + column + ";",
        builder -> builder.withDictionaryEncoding(false),
        List.of(fill));

    assertThat(values(), contains(value));
  }

  @ParameterizedTest(name = "{0}: {3}")
  @MethodSource("scalars")
  void readsListsOfScalars(String column, ExampleFiles.Fill fill, String type, Object value)
      throws IOException {
    write(
        "optional group l (LIST) { repeated group list { optional " + column + "; } }",
        row -> fill.in(row.addGroup(0).addGroup(0)));

    assertThat(type(), equalTo("list<" + type + ">"));
    assertThat(values(), contains(List.of(value)));
  }

  @ParameterizedTest
  @CsvSource({"binary c (BSON)", "binary c", "fixed_len_byte_array(3) c"})
  void readsBytes(String column) throws IOException {
    write("optional " + column, row -> row.add(0, bytes(0, -1, 1)));

    assertThat(type(), equalTo("bytes"));
    assertThat((byte[]) values().get(0), equalTo(new byte[] {0, -1, 1}));
  }

  @Test
  void givesEachRowBytesOfItsOwn() throws IOException {
    write("required binary c", row -> row.add(0, bytes(1)), row -> row.add(0, bytes(1)));

    List<Object> values = values();
    ((byte[]) values.get(0))[0] = 9;

    assertThat((byte[]) values.get(1), equalTo(new byte[] {1}));
  }

  @ParameterizedTest
  @CsvSource({
    "0x0000,0",
    "0x8000,-0.0",
    "0x3c00,1",
    "0xc000,-2",
    "0x7bff,65504",
    "0x0400,6.103515625e-5",
    "0x0001,5.9604645e-8",
    "0x83ff,-6.097555e-5",
    "0x7c00,Infinity",
    "0xfc00,-Infinity",
    "0x7e00,NaN"
  })
  void readsHalfFloats(String bits, float value) throws IOException {
    int half = Integer.decode(bits);
    write(
        "required fixed_len_byte_array(2) c (FLOAT16)",
        row -> row.add(0, bytes(half & 0xff, half >> 8)));

    assertThat(type(), equalTo("float"));
    assertThat(values(), contains(value));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "int32 c (TIME(MILLIS,true)) | optional int32 c (TIME(MILLIS,true))",
        "int64 c (TIME(MICROS,false)) | optional int64 c (TIME(MICROS,false))",
        "fixed_len_byte_array(12) c (INTERVAL) | optional fixed_len_byte_array(12) c (INTERVAL)"
      })
  void refusesATypeThatHasNoEqual(String column, String shown) throws IOException {
    write("optional " + column + "; optional int32 id");

    assertThat(
        failure(),
        equalTo(
            "Cannot read "
                + file()
                + ": its column c has a type that has no equal here: "
                + shown
                + " (leave the column out)"));
  }

  @Test
  void readsTheOtherColumnsOfAFileWithSuchAType() throws IOException {
    write(
        "optional int32 c (TIME(MILLIS,true)); optional int32 id",
        row -> row.append("c", 5).append("id", 7));

    LakeTable table = LakeTable.list(storages, table(), TableScan.all().withColumns(List.of("ID")));

    assertThat(ExampleFiles.values(LakeIO.read(storages, table).head(9)), contains(List.of(7)));
  }

  @Test
  void keepsNullEmptyAndListsOfNullsApart() throws IOException {
    write(
        "optional group l (LIST) { repeated group list { optional int32 element; } }",
        row -> {},
        row -> row.addGroup("l"),
        row -> row.addGroup("l").addGroup("list"),
        row -> {
          Group list = row.addGroup("l");
          list.addGroup("list").append("element", 1);
          list.addGroup("list");
          list.addGroup("list").append("element", 3);
        });

    assertThat(
        values(),
        contains(null, List.of(), Collections.singletonList(null), Arrays.asList(1, null, 3)));
  }

  /** The examples of the format's rules for lists of old writers, and more. */
  static Stream<Arguments> oldLists() {
    return Stream.of(
        Arguments.of(
            "optional group l (LIST) { repeated int32 element; }",
            fill(row -> row.addGroup("l").append("element", 1).append("element", 2)),
            "list<int32>",
            List.of(1, 2)),
        Arguments.of(
            "optional group l (LIST) { repeated group element {"
                + " required binary str (STRING); required int32 num; } }",
            fill(row -> row.addGroup("l").addGroup(0).append("str", "a").append("num", 1)),
            "list<struct<str string, num int32>>",
            List.of(List.of("a", 1))),
        Arguments.of(
            "optional group l (LIST) { repeated group array { required int32 n; } }",
            fill(row -> row.addGroup("l").addGroup(0).append("n", 1)),
            "list<struct<n int32>>",
            List.of(List.of(1))),
        Arguments.of(
            "optional group l (LIST) { repeated group l_tuple { required int32 n; } }",
            fill(row -> row.addGroup("l").addGroup(0).append("n", 1)),
            "list<struct<n int32>>",
            List.of(List.of(1))),
        Arguments.of(
            "optional group l (LIST) { repeated group other_tuple { required int32 n; } }",
            fill(row -> row.addGroup("l").addGroup(0).append("n", 1)),
            "list<int32>",
            List.of(1)),
        Arguments.of(
            "optional group l (LIST) { repeated group bag { optional int32 array_element; } }",
            fill(row -> row.addGroup("l").addGroup(0)),
            "list<int32>",
            Collections.singletonList(null)),
        Arguments.of(
            "optional group l (LIST) { repeated group list { repeated int32 n; } }",
            fill(row -> row.addGroup("l").addGroup(0).append("n", 1).append("n", 2)),
            "list<struct<n list<int32>>>",
            List.of(List.of(List.of(1, 2)))),
        Arguments.of(
            "optional group l (LIST) { repeated group array (LIST) { repeated int32 array; } }",
            fill(
                row -> {
                  Group outer = row.addGroup("l");
                  outer.addGroup(0).append("array", 1).append("array", 2);
                  outer.addGroup(0);
                }),
            "list<list<int32>>",
            List.of(List.of(1, 2), List.of())),
        Arguments.of(
            "repeated int32 l",
            fill(row -> row.append("l", 1).append("l", 2)),
            "list<int32>",
            List.of(1, 2)),
        Arguments.of("repeated int32 l", fill(row -> {}), "list<int32>", List.of()),
        Arguments.of(
            "repeated group l { optional int32 n; }",
            fill(
                row -> {
                  row.addGroup("l").append("n", 1);
                  row.addGroup("l");
                }),
            "list<struct<n int32>>",
            List.of(List.of(1), Collections.singletonList(null))),
        Arguments.of(
            "optional group s { repeated int32 n; required int32 m; }",
            fill(row -> row.addGroup("s").append("m", 5).append("n", 1)),
            "struct<n list<int32>, m int32>",
            List.of(List.of(1), 5)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("oldLists")
  void readsListsOfOldWriters(String column, ExampleFiles.Fill row, String type, List<Object> value)
      throws IOException {
    write(column, row, row);

    assertThat(type(), equalTo(type));
    assertThat(values(), contains(value, value));
  }

  @ParameterizedTest
  @CsvSource({
    "(MAP) | repeated group key_value | key | value",
    "(MAP) | repeated group map (MAP_KEY_VALUE) | key | value",
    "(MAP_KEY_VALUE) | repeated group map | k | v",
  })
  void readsMapsOfEveryWriter(String forms) throws IOException {
    String[] form = forms.split(" \\| ", -1);
    write(
        "optional group m "
            + form[0]
            + " { "
            + form[1]
            + " { required binary "
            + form[2]
            + " (STRING); optional int32 "
            + form[3]
            + "; } }",
        row -> {},
        row -> row.addGroup("m"),
        row -> {
          Group map = row.addGroup("m");
          map.addGroup(0).append(form[2], "a").append(form[3], 1);
          map.addGroup(0).append(form[2], "b");
          map.addGroup(0).append(form[2], "a").append(form[3], 3);
        });

    assertThat(type(), equalTo("map<string, int32>"));
    assertThat(values(), contains(null, Map.of(), entries("a", 3, "b", null)));
  }

  @Test
  void readsMapsOfListsWithKeysThatAreNoStrings() throws IOException {
    write(
        "required group m (MAP) { repeated group key_value { required int32 key (DATE);"
            + " required group value (LIST) { repeated group list { optional int32 n; } } } }",
        row -> {
          Group entry = row.addGroup("m").addGroup(0).append("key", 1);
          entry.addGroup("value").addGroup(0).append("n", 7);
        });

    assertThat(type(), equalTo("map<date, list<int32>>"));
    assertThat(values(), contains(Map.of(LocalDate.of(1970, 1, 2), List.of(7))));
  }

  @Test
  void readsStructsInListsInMapsInStructs() throws IOException {
    write(
        "optional group s { required int32 n; optional group m (MAP) { repeated group key_value {"
            + " required binary key (STRING); optional group value (LIST) { repeated group list {"
            + " optional group element { optional int32 a; optional binary b (STRING); } } } } } }",
        row -> {},
        row -> row.addGroup("s").append("n", 1),
        row -> {
          Group s = row.addGroup("s").append("n", 2);
          Group entry = s.addGroup("m").addGroup(0).append("key", "k");
          Group list = entry.addGroup("value");
          list.addGroup(0).addGroup("element").append("b", "x");
          list.addGroup(0);
          list.addGroup(0).addGroup("element");
        });

    assertThat(type(), equalTo("struct<n int32, m map<string, list<struct<a int32, b string>>>>"));
    assertThat(
        values(),
        contains(
            null,
            Arrays.asList(1, null),
            List.of(
                2,
                Map.of(
                    "k",
                    Arrays.asList(Arrays.asList(null, "x"), null, Arrays.asList(null, null))))));
  }

  @Test
  void refusesTextThatIsNotUtf8ByTheNameOfTheFile() throws IOException {
    Binary latin1 = Binary.fromConstantByteArray(new byte[] {'a', (byte) 0xe7});
    write("optional binary s (STRING)", row -> row.append("s", latin1));

    UnreadableTableException refusal = assertThrows(UnreadableTableException.class, this::values);

    assertThat(refusal.location(), equalTo(file()));
    assertThat(refusal.getMessage(), containsString("column s holds text that is not UTF-8"));
  }

  @Test
  void readsAReplacementCharacterThatIsMeant() throws IOException {
    write("optional binary s (STRING)", row -> row.append("s", "a\uFFFD"));

    assertThat(values(), contains("a\uFFFD"));
  }

  @Test
  void refusesANullAsAKeyByTheNameOfTheFile() throws IOException {
    write(
        "optional group m (MAP) { repeated group key_value {"
            + " optional int32 key; optional int32 value; } }",
        row -> row.addGroup("m").addGroup(0).append("value", 1));

    assertThat(
        assertThrows(UnreadableTableException.class, this::values).location(), equalTo(file()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a map without values"
            + " | optional group c (MAP) { repeated group key_value { required int32 key; } }",
        "a map whose keys are not scalar | optional group c (MAP) { repeated group key_value {"
            + " required group key { required int32 k; } optional int32 value; } }",
        "a map whose entries have more than a key and a value | optional group c (MAP) {"
            + " repeated group key_value { required int32 key; required int32 a; required int32 b; }"
            + " }",
        "a map of which the content is not one repeated group"
            + " | optional group c (MAP) { repeated int32 key; }",
        "a list of which the content is not one repeated field"
            + " | optional group c (LIST) { required int32 element; }",
        "a list of which the content is not one repeated field"
            + " | optional group c (LIST) { repeated int32 a; repeated int32 b; }"
      })
  void refusesWhatIsNoListAndNoMap(String reason, String column) throws IOException {
    write(column);

    assertThat(
        failure().startsWith("Cannot read " + file() + ": its column c has " + reason + ": "),
        equalTo(true));
  }

  @Test
  void refusesAStructWithoutFields() {
    GroupType empty = new GroupType(Repetition.OPTIONAL, "c", List.of());

    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> ParquetToBeam.columnType(empty));

    assertThat(refused.getMessage(), equalTo("a struct without fields: optional group c { }"));
  }

  @Test
  void refusesAStructOfFieldsThatDifferInCaseOnly() throws IOException {
    write("optional group c { optional int32 a; optional int32 A; }");

    assertThat(
        failure(),
        equalTo(
            "Cannot read "
                + file()
                + ": its column c has a struct with two fields A that differ in case at most"
                + " (leave the column out)"));
  }

  @ParameterizedTest
  @CsvSource({"UNCOMPRESSED", "SNAPPY", "GZIP", "ZSTD", "LZ4_RAW"})
  void readsEveryCompressionThatIsInUse(String codec) throws IOException {
    ExampleFiles.write(
        folder.resolve("f.parquet"),
        "required binary c (STRING);",
        builder -> builder.withCompressionCodec(CompressionCodecName.valueOf(codec)),
        Collections.nCopies(1000, row -> row.add(0, "text")));

    assertThat(values(), equalTo(Collections.nCopies(1000, "text")));
  }

  @ParameterizedTest
  @CsvSource({"PARQUET_1_0", "PARQUET_2_0"})
  void readsPagesOfBothVersions(String version) throws IOException {
    ExampleFiles.write(
        folder.resolve("f.parquet"),
        "optional binary c (STRING);",
        builder -> builder.withWriterVersion(WriterVersion.valueOf(version)),
        List.of(row -> row.add(0, "a"), row -> {}, row -> row.add(0, "b")));

    assertThat(values(), contains("a", null, "b"));
  }

  private static Arguments scalar(
      String column, ExampleFiles.Fill fill, String type, Object value) {
    return Arguments.of(column, fill, type, value);
  }

  private static ExampleFiles.Fill fill(ExampleFiles.Fill fill) {
    return fill;
  }

  private void write(String columns, ExampleFiles.Fill... rows) throws IOException {
    String end = columns.endsWith("}") ? "" : ";";
    ExampleFiles.write(folder.resolve("f.parquet"), columns + end, rows);
  }

  private Location table() {
    return Location.of(folder.toString());
  }

  private Location file() {
    return table().child("f.parquet");
  }

  private String type() throws IOException {
    return TypeNames.of(LakeTable.list(storages, table()).schema().getField(0).getType());
  }

  private List<Object> values() throws IOException {
    List<Row> rows = LakeIO.read(storages, LakeTable.list(storages, table())).head(10_000);
    return rows.stream()
        .map(row -> ((List<?>) ExampleFiles.values(List.of(row)).get(0)).get(0))
        .collect(Collectors.toList());
  }

  private String failure() {
    return assertThrows(UnreadableTableException.class, () -> LakeTable.list(storages, table()))
        .getMessage();
  }

  private static Binary bytes(int... bytes) {
    byte[] array = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      array[i] = (byte) bytes[i];
    }
    return Binary.fromConstantByteArray(array);
  }

  private static Binary bytes(byte[] bytes) {
    return Binary.fromConstantByteArray(bytes);
  }

  private static Binary uuid(String text) {
    UUID uuid = UUID.fromString(text);
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return bytes(bytes.array());
  }

  private static Binary int96(int julianDay, long nanos) {
    ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(nanos).putInt(julianDay);
    return bytes(bytes.array());
  }

  private static Map<Object, Object> entries(Object... keysAndValues) {
    Map<Object, Object> entries = new LinkedHashMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      entries.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return entries;
  }
}
