/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;

import io.levada.transforms.ReferenceParser.Fault;
import java.io.ByteArrayOutputStream;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.beam.sdk.coders.RowCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.CoderUtils;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Records at random, broken at random, read by the parser and by {@link ReferenceParser}. How many
 * is told by the system property {@code levada.fuzz.records}; record n is always the same, and a
 * difference names it.
 */
class JsonRecordParserFuzzTest {

  private static final int RECORDS = Integer.getInteger("levada.fuzz.records", 25_000);
  private static final int FIRST = Integer.getInteger("levada.fuzz.first", 0);

  private static final ValueType ITEM =
      ValueType.struct(
          EventField.required("name", ValueType.STRING),
          EventField.optional("price", ValueType.decimal(5, 1)),
          EventField.optional("tags", ValueType.list(ValueType.STRING)),
          EventField.optional(
              "inner",
              ValueType.struct(
                  EventField.optional("a", ValueType.INT),
                  EventField.required("b", ValueType.BOOLEAN))));

  private static final List<EventField> FIELDS =
      List.of(
          EventField.required("id", ValueType.STRING),
          EventField.optional("text_1", ValueType.STRING),
          EventField.optional("flag", ValueType.BOOLEAN),
          EventField.optional("int", ValueType.INT),
          EventField.optional("long", ValueType.LONG),
          EventField.optional("float", ValueType.FLOAT),
          EventField.optional("double", ValueType.DOUBLE),
          EventField.optional("decimal", ValueType.decimal(9, 2)),
          EventField.optional("large_decimal", ValueType.decimal(38, 0)),
          EventField.optional("day", ValueType.DATE),
          EventField.optional("at", ValueType.TIMESTAMP),
          EventField.optional("raw", ValueType.BYTES),
          EventField.optional("longs", ValueType.list(ValueType.LONG)),
          EventField.optional("lists", ValueType.list(ValueType.list(ValueType.TIMESTAMP))),
          EventField.optional("counts", ValueType.map(ValueType.DOUBLE)),
          EventField.optional("days", ValueType.map(ValueType.list(ValueType.DATE))),
          EventField.optional("item", ITEM),
          EventField.optional("items", ValueType.list(ITEM)),
          EventField.optional("by_name", ValueType.map(ITEM)));

  private final List<Reading> readings =
      List.of(
          new Reading(EventSchema.of(FIELDS), UnknownFields.DROP, false, ZoneOffset.UTC, 1000),
          new Reading(EventSchema.of(FIELDS), UnknownFields.DROP, false, berlin(), 8),
          new Reading(EventSchema.of(FIELDS), UnknownFields.REJECT, false, ZoneOffset.UTC, 50),
          new Reading(EventSchema.of(FIELDS), UnknownFields.DROP, true, ZoneOffset.UTC, 1000),
          new Reading(EventSchema.ofColumns(FIELDS), UnknownFields.DROP, true, berlin(), 1000),
          new Reading(EventSchema.ofColumns(FIELDS), UnknownFields.REJECT, false, berlin(), 20));

  private static ZoneId berlin() {
    return ZoneId.of("Europe/Berlin");
  }

  /** One way to read records, by the parser and by the reference. */
  private static final class Reading {

    private final JsonRecordParser parser;
    private final JsonRecordParser running;
    private final ReferenceParser reference;
    private final Schema columns;

    Reading(
        EventSchema schema,
        UnknownFields unknownFields,
        boolean keepsUnknown,
        ZoneId zone,
        int maxNesting) {
      this.parser = new JsonRecordParser(schema, unknownFields, keepsUnknown, zone, maxNesting, 0);
      this.running = new JsonRecordParser(schema, unknownFields, keepsUnknown, zone, maxNesting, 0);
      this.reference = new ReferenceParser(schema, unknownFields, keepsUnknown, zone, maxNesting);
      Schema.Builder columns = Schema.builder().addFields(schema.toRowSchema().getFields());
      this.columns = (keepsUnknown ? columns.addNullableStringField("unknown") : columns).build();
    }

    /** What the parser does otherwise than the reference, or null. */
    @Nullable String difference(byte[] record) {
      byte[] padded = new byte[record.length + 7];
      System.arraycopy(record, 0, padded, 3, record.length);
      @Nullable Object @Nullable [] values = parser.parse(padded, 3, 3 + record.length);
      try {
        List<@Nullable Object> expected = reference.parse(record);
        if (values == null) {
          return "rejected for " + parser.reason() + ": " + parser.message();
        }
        return equal(Arrays.asList(values), expected)
            ? null
            : "got " + Arrays.deepToString(values) + " instead of " + expected;
      } catch (Fault fault) {
        if (values != null) {
          return "taken instead of " + fault.getMessage();
        }
        return isTold(fault)
            ? null
            : parser.reason() + " " + parser.message() + " instead of " + fault.getMessage();
      }
    }

    private boolean isTold(Fault fault) {
      return parser.reason() == fault.reason
          && (fault.path == null || parser.message().startsWith("Field " + fault.path + " "))
          && (fault.index < 0
              || parser
                  .message()
                  .endsWith(" (byte " + reference.byteAt(fault.index) + " of the record)"));
    }

    /** What becomes of a block's records otherwise than if each is alone, or null. */
    @Nullable String differenceInBlock(byte[] block, int[] bounds) {
      running.take(block, block.length);
      for (int i = 0; i < bounds.length; i += 2) {
        @Nullable Object @Nullable [] alone = parser.parse(block, bounds[i], bounds[i + 1]);
        @Nullable Object @Nullable [] inBlock = running.parse(bounds[i], bounds[i + 1]);
        String expected = verdict(parser, alone);
        String actual = verdict(running, inBlock);
        if (!actual.equals(expected)) {
          return "record " + i / 2 + ": " + actual + " instead of " + expected;
        }
      }
      return null;
    }

    private static String verdict(
        JsonRecordParser parser, @Nullable Object @Nullable [] valuesOrNull) {
      return valuesOrNull == null
          ? parser.reason() + " " + parser.message()
          : Arrays.deepToString(valuesOrNull);
    }

    /** Whether a row of the record comes back from its coder. */
    boolean isCoded(byte[] record) throws Exception {
      @Nullable Object @Nullable [] values = parser.parse(record, 0, record.length);
      if (values == null) {
        return true;
      }
      Row row = Row.withSchema(columns).attachValues(Arrays.asList(values));
      return CoderUtils.clone(RowCoder.of(columns), row).equals(row);
    }
  }

  private static boolean equal(@Nullable Object actual, @Nullable Object expected) {
    if (actual instanceof byte[] bytes) {
      return expected instanceof byte[] others && Arrays.equals(bytes, others);
    }
    if (actual instanceof Row row) {
      return equal(row.getValues(), expected);
    }
    if (actual instanceof List<?> list) {
      return expected instanceof List<?> others && equalInOrder(list, others);
    }
    if (actual instanceof Map<?, ?> map) {
      return expected instanceof Map<?, ?> others
          && equalInOrder(map.keySet(), others.keySet())
          && equalInOrder(map.values(), others.values());
    }
    return Objects.equals(actual, expected);
  }

  private static boolean equalInOrder(Iterable<?> actual, Iterable<?> expected) {
    Iterator<?> others = expected.iterator();
    for (Object value : actual) {
      if (!others.hasNext() || !equal(value, others.next())) {
        return false;
      }
    }
    return !others.hasNext();
  }

  private static byte[] record(int number) {
    return new RandomRecords(new Random(number), EventSchema.of(FIELDS)).next();
  }

  @Test
  void parserAndReferenceAgreeOnEachRecord() {
    List<String> differences = new ArrayList<>();
    for (int i = FIRST; i < FIRST + RECORDS && differences.size() < 20; i++) {
      byte[] record = record(i);
      Reading reading = readings.get(i % readings.size());
      @Nullable String difference = reading.difference(record);
      if (difference != null) {
        differences.add(
            "record %d: %s; in base64: %s"
                .formatted(i, difference, Base64.getEncoder().encodeToString(record)));
      }
    }

    assertThat(String.join("\n", differences), is(""));
  }

  @Test
  void recordsOfABlockAreReadAsIfEachWereAlone() {
    String[] separators = {"\n", "\n", "\r\n", "", ",", " \t\n ", "{}", "\0"};
    for (int i = 0; i < RECORDS / 20; i++) {
      Random random = new Random(i);
      RandomRecords records = new RandomRecords(random, EventSchema.of(FIELDS));
      boolean whole = random.nextBoolean();
      ByteArrayOutputStream block = new ByteArrayOutputStream();
      int[] bounds = new int[40];
      for (int at = 0; at < bounds.length; at += 2) {
        bounds[at] = block.size();
        // Whole ones alone go on being read by one parser.
        block.writeBytes(whole ? ("{\"id\":" + at + "}").getBytes(UTF_8) : records.next());
        bounds[at + 1] = block.size();
        String separator = separators[whole ? random.nextInt(8) : i % separators.length];
        block.writeBytes(separator.getBytes(UTF_8));
      }

      Reading reading = readings.get(i % readings.size());
      assertThat("block " + i, reading.differenceInBlock(block.toByteArray(), bounds), nullValue());
    }
  }

  static Stream<String> extremes() {
    String digits = "1234567890".repeat(1000);
    List<String> records = new ArrayList<>();
    for (EventField field : FIELDS) {
      String member = "{\"id\":1,\"" + field.source() + "\":";
      records.add(member + digits + "}");
      records.add(member + "-0." + digits + "}");
      records.add(member + "1e" + digits + "}");
      records.add(member + '"' + digits + "\"}");
      records.add(member + "[" + digits + "]}");
      records.add(member + "{\"k\":" + digits + "}}");
      records.add(member + "[".repeat(100_000));
      records.add(member + "[".repeat(100_000) + "]".repeat(100_000) + "}");
      records.add(member + "[".repeat(900) + "]".repeat(900) + "}");
      records.add(member + "{\"k\":".repeat(900) + "1" + "}".repeat(901));
      records.add(member + "\"\0\"}");
      records.add(member + "\0}");
      records.add(member + "\"\\ud800\"}");
    }
    return records.stream();
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("extremes")
  void parserAndReferenceAgreeOnExtremes(String record) {
    for (Reading reading : readings) {
      assertThat(reading.difference(record.getBytes(UTF_8)), is(nullValue()));
    }
  }

  static Stream<String> largeRecords() {
    String megabytes = "x".repeat(5_000_000);
    List<String> records = new ArrayList<>();
    for (String field : List.of("text_1", "int", "longs", "item")) {
      String member = "{\"id\":1,\"" + field + "\":";
      records.add(member + '"' + megabytes + "\"}");
      records.add(member + "[" + "7,".repeat(2_500_000) + "7]}");
      records.add(member + "[" + " ".repeat(5_000_000) + "]}");
    }
    records.add("{\"" + megabytes + "\":1,\"id\":1}");
    records.add("{\"id\":1,\"unknown\":[\"" + megabytes + "\"]}");
    records.add("{\"id\":\"" + "\\u0041".repeat(800_000) + "\"}");
    records.add("{\"id\":1}" + " ".repeat(5_000_000));
    records.add("{\"id\":1}" + "\0".repeat(1_000_000));
    records.add("\0".repeat(1_000_000));
    records.add("{\"id\":1}".repeat(500_000));
    return records.stream();
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("largeRecords")
  void parserAndReferenceAgreeOnLargeRecords(String record) {
    assertThat(readings.get(3).difference(record.getBytes(UTF_8)), is(nullValue()));
  }

  @Test
  void rowsComeBackFromTheirCoder() throws Exception {
    for (int i = 0; i < RECORDS / 50; i++) {
      assertThat("record " + i, readings.get(i % readings.size()).isCoded(record(i)));
    }
  }

  /** Or the records would be too odd, or not odd enough, to tell anything. */
  @Test
  void everyVerdictIsAmongTheRecords() {
    Map<RejectReason, Integer> rejects = new EnumMap<>(RejectReason.class);
    int taken = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] record = record(i);
      JsonRecordParser parser = readings.get(i % readings.size()).parser;
      if (parser.parse(record, 0, record.length) == null) {
        rejects.merge(parser.reason(), 1, Integer::sum);
      } else {
        taken++;
      }
    }

    assertThat(taken, greaterThan(2000));
    EnumSet<RejectReason> ofOthers =
        EnumSet.of(
            RejectReason.TOO_LARGE,
            RejectReason.NOT_CSV,
            RejectReason.RAGGED,
            RejectReason.BAD_CAST);
    for (RejectReason reason : EnumSet.complementOf(ofOthers)) {
      assertThat(reason + " " + rejects, rejects.getOrDefault(reason, 0), greaterThan(20));
    }
  }
}
