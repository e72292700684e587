/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.rows.CutRecord;
import io.levada.rows.RecordBlock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaGuessTest {

  private static EventSchema guess(RecordBlock... blocks) {
    RecordGuesser guesser = new RecordGuesser(1000, TypedMembers.NONE);
    SchemaGuess guess = new SchemaGuess();
    for (RecordBlock block : blocks) {
      guesser.look(block, guess);
    }
    return guess.toSchema();
  }

  private static String columns(String... records) {
    return columns(guess(Blocks.of(0, 0, records)));
  }

  private static String columns(EventSchema schema) {
    return schema.fields().stream()
        .map(field -> field.name() + " " + field.type())
        .collect(Collectors.joining(", "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "null | string",
        "true; null; false | boolean",
        "1; null; -2 | long",
        "9223372036854775807; -9223372036854775808 | long",
        "9223372036854775808 | string",
        "1; 1.5 | double",
        "1e5 | double",
        "9007199254740992; 1.5 | double",
        "9007199254740993; 1.5 | string",
        "-9007199254740993; 1.5 | string",
        "1e400 | string",
        "\"2015-09-12\"; null | date",
        "\"2015-09-12T00:46:58.771Z\" | timestamp",
        "\"2015-09-12 00:46:58\"; \"2015-09-12T00:46+02\" | timestamp",
        "\"2015-09-12\"; \"2015-09-12T00:46:58Z\" | string",
        "\"2023-02-29\" | string",
        "\"2023-02-29T00:00:00Z\" | string",
        "\"1442018818\" | string",
        "\"\" | string",
        "\"true\" | string",
        "{}; null | string",
        "[1] | string",
        "true; 1 | string",
        "1; \"1\" | string",
        "\"2015-09-12\"; 1 | string",
      })
  void typeIsTheNarrowestThatHoldsAllValues(String values, String type) {
    String[] records = values.split(" *; *");
    for (int i = 0; i < records.length; i++) {
      records[i] = "{\"f\":" + records[i] + "}";
    }

    assertThat(columns(records), is("f " + type));
  }

  @Test
  void columnsAreInTheOrderOfTheirFirstAppearance() {
    EventSchema schema =
        guess(
            Blocks.of(1, 0, "{\"z\":1,\"a\":1}"),
            Blocks.of(0, 50, "{\"d\":1,\"c\":1}"),
            Blocks.of(0, 0, "{\"b\":1}", "{\"c\":1,\"b\":2}"));

    assertThat(columns(schema), is("b long, c long, d long, z long, a long"));
  }

  @Test
  void columnIsTheMemberInLowerCase() {
    assertThat(
        guess(Blocks.of(0, 0, "{\"cityName\":1,\"\":2}")),
        equalTo(
            EventSchema.of(
                EventField.optional("cityName", ValueType.LONG),
                new EventField("_", "", ValueType.LONG, false))));
  }

  @Test
  void membersOfOneColumnAreBothNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> guess(Blocks.of(0, 0, "{\"userId\":1}", "{\"userid\":1}")));

    assertThat(
        e.getMessage(),
        is(
            "Cannot infer a schema: members 'userId' and 'userid' both go to column userid"
                + " (name them in a schema)"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"f\":\"text\"",
        "{\"f\":\"text\"} x",
        "{\"g\":1,\"f\":\"text\",\"g\":2}",
        "{\"f\":\"text\",\"f\":\"text\"}",
        "{\"f\":\"\\ud800\"}",
        "[\"text\"]",
        "\"text\"",
        "",
        "nonsense"
      })
  void recordThatNoSchemaFitsIsLeftOut(String record) {
    assertThat(columns("{\"f\":1}", record, "{\"f\":2}"), is("f long"));
  }

  @Test
  void nestingIsBounded() {
    assertThat(columns("{\"f\":1}", "{\"f\":" + "[".repeat(100_000) + "}"), is("f long"));
  }

  @Test
  void recordThatIsNotUtf8IsLeftOut() {
    byte[] wrong = {'{', '"', 'f', '"', ':', '"', (byte) 0xFF, '"', '}'};

    assertThat(
        columns(guess(Blocks.of(0, 0, null, "{\"f\":1}".getBytes(UTF_8), wrong))), is("f long"));
  }

  @Test
  void recordThatWasCutIsLeftOut() {
    CutRecord cut = new CutRecord(1000, new byte[32]);

    assertThat(
        guess(RecordBlock.ofCut(0, 0, "{\"f\":1}".getBytes(UTF_8), cut, null)).fields(),
        is(List.of()));
  }

  @Test
  void duplicateIsSeenInARecordThatLooksLikeTheOneBefore() {
    assertThat(columns("{\"f\":1,\"g\":1}", "{\"f\":\"x\",\"f\":\"x\"}"), is("f long, g long"));
    assertThat(
        columns("{\"f\":\"x\",\"f\":\"x\"}", "{\"f\":\"x\",\"f\":\"x\"}", "{\"f\":1}"),
        is("f long"));
  }

  @Test
  void wideRecordsAreSeenWhole() {
    StringBuilder record = new StringBuilder("{\"c0\":0");
    StringBuilder expected = new StringBuilder("c0 long");
    for (int i = 1; i < 1000; i++) {
      record.append(",\"c").append(i).append("\":").append(i);
      expected.append(", c").append(i).append(" long");
    }

    assertThat(columns(record + "}"), is(expected.toString()));
  }

  @Test
  void keysOfAMapAreNoColumns() {
    String[] records = new String[SchemaGuess.MAX_MEMBERS + 1];
    for (int i = 0; i < records.length; i++) {
      records[i] = "{\"key" + i + "\":1}";
    }

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> columns(records));

    assertThat(
        e.getMessage(),
        is(
            "Cannot infer a schema: the records have more than 10000 different members"
                + " (name those that are columns in a schema, and the types of nested ones)"));
  }

  @Test
  void guessDoesNotDependOnTheOrderOfMerging() throws Exception {
    Random random = new Random(1);
    String[] values = {"1", "1.5", "null", "true", "\"2015-09-12\"", "\"x\""};
    List<RecordBlock> blocks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      blocks.add(
          Blocks.of(
              i % 5,
              i * 100L,
              "{\"c%d\":%s,\"d%d\":%s}"
                  .formatted(
                      random.nextInt(40),
                      values[random.nextInt(values.length)],
                      random.nextInt(40),
                      values[random.nextInt(2)])));
    }
    EventSchema expected = guess(blocks.toArray(RecordBlock[]::new));

    for (int round = 0; round < 50; round++) {
      Collections.shuffle(blocks, random);
      SchemaGuess merged = new SchemaGuess();
      for (int from = 0; from < blocks.size(); ) {
        int to = Math.min(blocks.size(), from + 1 + random.nextInt(30));
        SchemaGuess part = new SchemaGuess();
        RecordGuesser guesser = new RecordGuesser(1000, TypedMembers.NONE);
        blocks.subList(from, to).forEach(block -> guesser.look(block, part));
        merged.addAll(CoderUtils.clone(new SchemaGuessCoder(), part));
        from = to;
      }
      assertThat(merged.toSchema(), equalTo(expected));
    }
  }

  private static EventSchema typed(RecordBlock... blocks) {
    return InferSchema.create().withTyped(List.of("f")).preview(List.of(blocks));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | list<string>",
        "[null]; [] | list<string>",
        "[1]; []; null; [null, 2] | list<long>",
        "[1, 1.5] | list<double>",
        "[1]; [1.5] | list<double>",
        "[1]; [\"x\"] | list<string>",
        "[[1], []]; [] | list<list<long>>",
        "[[]] | list<list<string>>",
        "[[1], 1] | list<string>",
        "[\"2015-09-12\"] | list<date>",
        "{\"a\": 1} | struct<a: long>",
        "{\"a\": 1}; {\"b\": true}; null; {} | struct<a: long, b: boolean>",
        "{\"a\": null} | struct<a: string>",
        "{\"a\": {\"b\": [1]}}; {\"a\": {\"c\": 1}} | struct<a: struct<b: list<long>, c: long>>",
        "{} | string",
        "{\"a\": {}} | struct<a: string>",
        "[{}] | list<string>",
        "[{\"a\": 1}, {\"b\": 1}]; [{\"a\": 1.5}] | list<struct<a: double, b: long>>",
        "{\"userId\": \"x\"} | struct<userid: string>",
        "{\"a\": 1}; [1] | string",
        "{\"a\": 1}; 1 | string",
        "{\"a\": 1}; \"x\" | string",
        "{\"a\": 1}; {\"a\": {\"b\": 1}} | struct<a: string>",
        "1; null | long",
        "\"x\" | string",
        "{\"a\": 1, \"a\": 2} | string",
        "{\"a\": {\"b\": 1, \"b\": 2}} | struct<a: string>",
        "{\"a\": \"\\ud800\"}; {\"a\": \"x\"} | string",
        "{\"a\": [\"\\ud800\"]} | struct<a: string>",
      })
  void typedMemberIsLookedInto(String values, String type) {
    String[] records = values.split(" *; *");
    for (int i = 0; i < records.length; i++) {
      records[i] = "{\"f\":" + records[i] + "}";
    }

    assertThat(columns(typed(Blocks.of(0, 0, records))), is("f " + type));
  }

  @Test
  void onlyNamedMembersAreLookedInto() {
    assertThat(
        columns(typed(Blocks.of(0, 0, "{\"f\":[1],\"g\":[1]}"))), is("f list<long>, g string"));
    assertThat(
        columns(
            InferSchema.create()
                .withTyped(List.of("*"))
                .preview(List.of(Blocks.of(0, 0, "{\"f\":[1],\"g\":{\"h\":1}}")))),
        is("f list<long>, g struct<h: long>"));
  }

  @Test
  void nothingButTypedMembersOfAGivenSchemaIsLookedAt() {
    EventSchema given =
        EventSchema.of(
            new EventField("renamed", "f", ValueType.STRING, false),
            EventField.optional("g", ValueType.STRING));
    RecordBlock block = Blocks.of(0, 0, "{\"f\":[1],\"g\":[1],\"x\":1,\"X\":1}");

    assertThat(
        columns(InferSchema.create().withTyped(List.of("f"), given).preview(List.of(block))),
        is("f list<long>"));
    assertThat(
        columns(InferSchema.create().withTyped(List.of("*"), given).preview(List.of(block))),
        is("f list<long>, g list<long>"));
  }

  @Test
  void typedMembersOfATableAreThoseThatGoToItsColumns() {
    EventSchema table =
        EventSchema.ofTable(Schema.builder().addNullableStringField("userdata").build());
    RecordBlock block = Blocks.of(0, 0, "{\"userData\":[1]}", "{\"USERDATA\":[1.5]}");

    for (String name : List.of("userdata", "userData", "*")) {
      assertThat(
          columns(InferSchema.create().withTyped(List.of(name), table).preview(List.of(block))),
          is("userdata list<double>"));
    }
  }

  @Test
  void membersOfStructsAreInTheOrderOfTheirFirstAppearance() {
    assertThat(
        columns(
            typed(
                Blocks.of(1, 0, "{\"f\":[{\"z\":1,\"a\":1}]}"),
                Blocks.of(0, 10, "{\"f\":[{\"d\":1},{\"c\":1,\"d\":1}]}"),
                Blocks.of(0, 0, "{\"f\":[{\"b\":1}]}"))),
        is("f list<struct<b: long, d: long, c: long, z: long, a: long>>"));
  }

  @Test
  void membersOfStructsKeepTheirNamesAsSources() {
    assertThat(
        typed(Blocks.of(0, 0, "{\"f\":{\"userId\":1}}")),
        equalTo(
            EventSchema.of(
                EventField.optional(
                    "f", ValueType.struct(EventField.optional("userId", ValueType.LONG))))));
  }

  @Test
  void membersOfStructsOfOneColumnAreBothNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> typed(Blocks.of(0, 0, "{\"f\":[{\"userId\":1,\"userid\":1}]}")));

    assertThat(
        e.getMessage(),
        is(
            "Cannot infer a schema: members 'f[].userId' and 'f[].userid' both go to column userid"
                + " (name them in a schema)"));
  }

  @Test
  void membersOfOneSafeNameAreBothNamed() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> guess(Blocks.of(0, 0, "{\"Preço\":1}", "{\"preco\":1}")));

    assertThat(
        e.getMessage(), containsString("members 'Preço' and 'preco' both go to column preco"));
  }

  @Test
  void membersOfStructsCountToo() {
    RecordBlock[] blocks = new RecordBlock[101];
    for (int i = 0; i < blocks.length; i++) {
      StringBuilder record = new StringBuilder("{\"f\":[{\"x\":0");
      for (int j = 0; j < 100; j++) {
        record.append(",\"k").append(100 * i + j).append("\":1");
      }
      blocks[i] = Blocks.of(0, i, record + "}]}");
    }

    IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> typed(blocks));

    assertThat(e.getMessage(), containsString("more than 10000 different members"));
  }

  @Test
  void keysOfAMapTakeNoMoreRoomThanAnySchema() {
    ValueGuess guess = new ValueGuess(ValueGuess.OBJECT);
    for (int i = 0; i < 20_000; i++) {
      guess.addMember("k" + i, new ValueGuess.Member(ValueGuess.LONG, 0, 0, i));
    }

    assertThat(guess.members().size(), is(10_001));
  }

  @Test
  void nameThatIsTwiceIsFoundAmongManyKeys() {
    String keys =
        IntStream.range(0, 12_000)
            .mapToObj(i -> "\"k" + i + "\":1")
            .collect(Collectors.joining(",", "{", ",\"k11999\":1}"));

    EventSchema schema = typed(Blocks.of(0, 0, "{\"map\":" + keys + "}"));

    assertThat(columns(schema), is("map string"));
  }

  @Test
  void typesDoNotNestWithoutEnd() {
    String record = "{\"f\":" + "[".repeat(200) + "1" + "]".repeat(200) + "}";

    EventSchema schema = typed(Blocks.of(0, 0, record));

    ValueType type = schema.fields().get(0).type();
    int depth = 1;
    while (type.isNested()) {
      type = type.element();
      depth++;
    }
    assertThat(depth, is(ValueType.MAX_DEPTH));
    assertThat(type, is(ValueType.STRING));
  }

  @Test
  void recordThatIsLeftOutLeavesNothingOfItsStructs() {
    assertThat(
        columns(typed(Blocks.of(0, 0, "{\"f\":{\"a\":1}}", "{\"f\":{\"b\":1}} x"))),
        is("f struct<a: long>"));
  }

  @Test
  void previewLooksAtAllBlocks() {
    assertThat(
        columns(
            InferSchema.create()
                .preview(List.of(Blocks.of(0, 0, "{\"a\":1}"), Blocks.of(1, 0, "{\"b\":[]}")))),
        is("a long, b string"));
    assertThat(InferSchema.create().preview(List.of()).fields(), is(List.of()));
  }

  @Test
  void nestedGuessDoesNotDependOnTheOrderOfMerging() throws Exception {
    Random random = new Random(2);
    String[] values = {
      "[{\"a\":1}]",
      "[{\"b\":{\"c\":[]}},{\"a\":null}]",
      "[{\"b\":{\"\\ud800\":1}}]",
      "[]",
      "null",
      "[{\"b\":{\"c\":[1.5]}}]",
      "[{\"d\":\"x\",\"a\":2}]"
    };
    List<RecordBlock> blocks = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      blocks.add(
          Blocks.of(i % 5, i * 100L, "{\"f\":" + values[random.nextInt(values.length)] + "}"));
    }
    EventSchema expected = typed(blocks.toArray(RecordBlock[]::new));

    for (int round = 0; round < 50; round++) {
      Collections.shuffle(blocks, random);
      SchemaGuess merged = new SchemaGuess();
      for (int from = 0; from < blocks.size(); ) {
        int to = Math.min(blocks.size(), from + 1 + random.nextInt(30));
        SchemaGuess part = new SchemaGuess();
        RecordGuesser guesser = new RecordGuesser(1000, TypedMembers.of(List.of("f")));
        blocks.subList(from, to).forEach(block -> guesser.look(block, part));
        merged.addAll(CoderUtils.clone(new SchemaGuessCoder(), part));
        from = to;
      }
      assertThat(merged.toSchema(), equalTo(expected));
    }
  }

  /** As many records as the parser takes by any schema, it takes by the one inferred from them. */
  @Test
  void everyRecordFitsTheSchemaInferredFromAll() {
    List<String> misfits = new ArrayList<>();
    int taken = 0;
    for (int round = 0; round < 2000; round++) {
      RecordBlock block = Blocks.of(0, 0, null, randomRecords(new Random(round)));
      EventSchema schema;
      try {
        schema = InferSchema.create().withTyped(List.of("*")).preview(List.of(block));
      } catch (IllegalArgumentException e) {
        assertThat(e.getMessage(), containsString("both go to column"));
        continue;
      }
      for (int i = 0; i < block.recordCount(); i++) {
        EventSchema alone =
            InferSchema.create().preview(List.of(Blocks.of(0, 0, null, bytes(block, i))));
        JsonRecordParser parser =
            new JsonRecordParser(schema, UnknownFields.REJECT, false, ZoneOffset.UTC, 1000, 0);
        boolean isTaken = parser.parse(block.bytes(), block.start(i), block.end(i)) != null;
        taken += isTaken ? 1 : 0;
        if (!isTaken && !alone.fields().isEmpty()) {
          misfits.add("round " + round + ": " + parser.reason() + " " + parser.message());
        }
      }
    }

    assertThat(String.join("\n", misfits), is(""));
    assertThat(taken, greaterThan(3000));
  }

  private static byte[][] randomRecords(Random random) {
    ValueType struct =
        ValueType.struct(
            EventField.optional("a", ValueType.LONG),
            EventField.optional("b", ValueType.list(ValueType.TIMESTAMP)),
            EventField.optional("c", ValueType.STRING));
    EventSchema schema =
        EventSchema.of(
            EventField.optional("x", ValueType.STRING),
            EventField.optional("y", ValueType.DOUBLE),
            EventField.optional("z", ValueType.list(struct)),
            EventField.optional("data", struct));
    RandomRecords records = new RandomRecords(random, schema);
    return Stream.generate(records::next).limit(6).toArray(byte[][]::new);
  }

  private static byte[] bytes(RecordBlock block, int record) {
    return Arrays.copyOfRange(block.bytes(), block.start(record), block.end(record));
  }
}
