/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileSchemasTest {

  private static final TypedMembers DATA = TypedMembers.of(List.of("data"));

  /** A file that is one block, read to its end. */
  private static RecordBlock file(int file, String... records) {
    return part(file, 0, true, records);
  }

  private static RecordBlock part(int file, long offset, boolean reachedEnd, String... records) {
    long length = 0;
    for (String record : records) {
      length += record.getBytes(UTF_8).length + 1;
    }
    Tally tally = new Tally(records.length, 0, 0);
    ReadCount count = new ReadCount(file, offset, offset + length, reachedEnd, tally);
    return Blocks.of(file, offset, count, records);
  }

  private static FileGuesses look(List<RecordBlock> blocks) {
    RecordGuesser guesser = new RecordGuesser(1000, DATA);
    FileGuesses guesses = new FileGuesses();
    blocks.forEach(block -> guesses.look(block, guesser));
    return guesses;
  }

  private static FileSchemas schemas(RecordBlock... blocks) {
    return FileSchemas.fromJson(look(List.of(blocks)).toJson());
  }

  private static Optional<String> drift(RecordBlock... blocks) {
    return schemas(blocks).drift(file -> "file" + file + ".json");
  }

  @Test
  void filesThatAreAlikeDoNotDiffer() {
    assertThat(
        drift(file(0, "{\"a\":1,\"b\":\"x\"}"), file(1, "{\"b\":\"y\",\"a\":2}", "{\"a\":3}")),
        is(Optional.empty()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,\"b\":1} | {\"a\":1} | it has no member b",
        "{\"a\":1} | {\"a\":1,\"b\":1} | its member b is new",
        "{\"a\":1} | {\"b\":null} | it has no member a; its member b is new",
        "{\"a\":1} | {\"a\":\"x\"} | its member a is a string, not a long",
        "{\"a\":1.5} | {\"a\":9007199254740993} | its member a is a long beyond 2^53, not a double",
        "{\"a\":\"2024-01-01\"} | {\"a\":\"x\"} | its member a is a string, not a date",
        "{\"data\":[1]} | {\"data\":[\"x\"]} | its member data[] is a string, not a long",
        "{\"data\":[1]} | {\"data\":{\"a\":1}} | its member data is a struct, not a list",
        "{\"data\":[1]} | {\"data\":1} | its member data is a long, not a list",
        "{\"data\":[{\"a\":1}]} | {\"data\":[{\"a\":true},{\"c\":1}]} | its member data[].a is a boolean, not a long; its member data[].c is new",
        "{\"data\":{\"a\":{\"b\":1}}} | {\"data\":{\"a\":{}}} | it has no member data.a.b",
      })
  void differenceIsTold(String first, String second, String difference) {
    assertThat(
        drift(file(0, first), file(1, second)),
        is(Optional.of("file1.json differs from file0.json: " + difference)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":null} | {\"a\":1}",
        "{\"a\":1} | {\"a\":1.5}",
        "{\"a\":1} | {\"a\":9007199254740993}",
        "{\"data\":[]} | {\"data\":[1]}",
        "{\"data\":null} | {\"data\":[{\"a\":1}]}",
        "{\"data\":{\"a\":null}} | {\"data\":{\"a\":[1]}}",
        "{\"x\":{\"a\":1}} | {\"x\":[true]}",
        "{\"x\":{\"a\":1}} | {\"x\":\"y\"}",
        "{\"a\":1} | not JSON",
        "{\"a\":1} | {}",
      })
  void whatFitsDoesNotDiffer(String first, String second) {
    assertThat(drift(file(0, first), file(1, second)), is(Optional.empty()));
    assertThat(drift(file(0, second), file(1, first)), is(Optional.empty()));
  }

  @Test
  void nullsDoNotHideADifferenceBetweenTwoOthers() {
    assertThat(
        drift(file(0, "{\"a\":null}"), file(1, "{\"a\":1}"), file(2, "{\"a\":true}")),
        is(
            Optional.of(
                "file2.json differs from file1.json: its member a is a boolean, not a long")));
  }

  @Test
  void firstFilesThatDifferAreNamed() {
    assertThat(
        drift(
            file(9, "{\"a\":true}"),
            file(5, "{\"a\":\"x\"}"),
            file(7, "{\"a\":\"x\"}"),
            file(3, "{\"a\":1}"),
            file(4, "{\"a\":1}")),
        is(
            Optional.of(
                "file5.json differs from file3.json: its member a is a string, not a long")));
  }

  @Test
  void partsOfAFileAreOne() {
    RecordBlock one = part(0, 0, false, "{\"a\":1}");
    RecordBlock two = part(0, 8, true, "{\"b\":1}");

    assertThat(drift(one, two, file(1, "{\"b\":1,\"a\":2}")), is(Optional.empty()));
    assertThat(
        drift(one, file(1, "{\"b\":1,\"a\":2}")),
        is(Optional.of("file1.json differs from file0.json: its member b is new")));
  }

  @Test
  void emptyRangesOfAFileDoNotEndIt() {
    assertThat(
        drift(
            part(0, 0, false, "{\"a\":1}"),
            RecordBlock.ofCount(new ReadCount(0, 8, 8, true, Tally.ZERO)),
            part(0, 8, true, "{\"b\":1}"),
            file(1, "{\"b\":1,\"a\":2}")),
        is(Optional.empty()));
  }

  @Test
  void manyDifferencesAreToldInPart() {
    StringBuilder record = new StringBuilder("{\"a\":1");
    for (int i = 10; i < 25; i++) {
      record.append(",\"m").append(i).append("\":1");
    }

    assertThat(
        drift(file(0, "{\"a\":1}"), file(1, record + "}")).orElse(""),
        containsString("its member m19 is new; and 5 more"));
  }

  @Test
  void schemaIsThatOfAllFiles() {
    assertThat(
        schemas(
                file(1, "{\"a\":1.5,\"userId\":1}"),
                file(0, "{\"data\":[1]}"),
                file(2, "{\"a\":1}"))
            .schema(),
        equalTo(
            EventSchema.of(
                EventField.optional("data", ValueType.list(ValueType.LONG)),
                EventField.optional("a", ValueType.DOUBLE),
                EventField.optional("userId", ValueType.LONG))));
  }

  @Test
  void thereMayBeNoRecord() {
    assertThat(schemas().schema().fields(), is(List.of()));
    assertThat(schemas().drift(String::valueOf), is(Optional.empty()));
  }

  @Test
  void filesThatAreAlikeTakeTheRoomOfOne() {
    FileGuesses guesses = look(List.of(file(0, "{\"a\":1}")));
    int size = encoded(guesses);
    for (int i = 1; i < 1000; i++) {
      guesses.addAll(look(List.of(file(i, "{\"a\":1}"))));
    }

    assertThat(encoded(guesses), is(size));
    assertThat(guesses.parts().size(), is(0));
  }

  private static int encoded(FileGuesses guesses) {
    try {
      return CoderUtils.encodeToByteArray(new FileGuessesCoder(), guesses).length;
    } catch (org.apache.beam.sdk.coders.CoderException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void behindFilesThatDifferNothingIsKept() {
    List<RecordBlock> files = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      files.add(file(i, "{\"m" + i + "\":1}"));
    }
    Collections.reverse(files);

    FileVariants variants = look(files).variants();

    assertThat(variants.fileByVariant().size(), is(lessThan(110)));
    assertThat(variants.inOrder().stream().map(Map.Entry::getValue).toList(), is(List.of(0, 1)));
  }

  @Test
  void filesThatDifferInNullsAloneTakeNoRoomAndHideNoOthers() {
    List<RecordBlock> files = new ArrayList<>();
    for (int i = 0; i < 1 << 9; i++) {
      files.add(file(i, recordOf(9, i, -1)));
    }
    assertThat(look(files).variants().fileByVariant().size(), is(lessThan(120)));
    files.add(file(files.size(), recordOf(9, 0, 4)));
    files.add(file(files.size(), recordOf(9, 0, 5)));

    assertThat(
        drift(files.toArray(new RecordBlock[0])),
        is(
            Optional.of(
                "file512.json differs from file16.json: its member m4 is a string, not a long")));
  }

  /** A record of members that are null but where a bit is set, and of one that is a string. */
  private static String recordOf(int members, int bits, int text) {
    return IntStream.range(0, members)
        .mapToObj(
            i -> {
              String value = (bits >> i & 1) == 1 ? "1" : "null";
              return "\"m" + i + "\":" + (i == text ? "\"x\"" : value);
            })
        .collect(Collectors.joining(",", "{", "}"));
  }

  @Test
  void firstFilesThatDifferAreFoundAmongMany() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 20; round++) {
      List<RecordBlock> files = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        int text = random.nextInt(200) == 0 ? random.nextInt(10) : -1;
        int names = random.nextInt(1000) == 0 ? 9 : 10;
        int set = random.nextInt(1 << 10);
        files.add(file(i, recordOf(names, set & random.nextInt(1 << 10), text)));
      }
      Optional<String> expected = firstDrift(files);

      Collections.shuffle(files, random);
      FileGuesses merged = new FileGuesses();
      for (int from = 0; from < files.size(); ) {
        int to = Math.min(files.size(), from + 1 + random.nextInt(200));
        merged.addAll(CoderUtils.clone(new FileGuessesCoder(), look(files.subList(from, to))));
        from = to;
      }

      assertThat(FileSchemas.fromJson(merged.toJson()).drift(String::valueOf), is(expected));
    }
  }

  /** As the files tell when each is compared with each. */
  private static Optional<String> firstDrift(List<RecordBlock> files) {
    List<JsonNode> members = new ArrayList<>();
    for (RecordBlock file : files) {
      String variant = look(List.of(file)).variants().inOrder().get(0).getKey();
      members.add(FileSchemas.parse(variant));
    }
    for (int late = 1; late < files.size(); late++) {
      for (int early = 0; early < late; early++) {
        if (FileSchemas.differ(members.get(early), members.get(late))) {
          RecordBlock[] both = {files.get(early), files.get(late)};
          return schemas(both).drift(String::valueOf);
        }
      }
    }
    return Optional.empty();
  }

  @Test
  void halfASurrogatePairInANameIsKept() throws Exception {
    String json = look(List.of(file(0, "{\"\\ud800\":1}"))).toJson();

    FileSchemas coded = FileSchemas.fromJson(CoderUtils.clone(StringUtf8Coder.of(), json));

    assertThat(coded.schema().fields().get(0).source(), is("\ud800"));
  }

  @Test
  void resultDoesNotDependOnTheOrderOfMerging() throws Exception {
    Random random = new Random(3);
    String[] values = {"1", "1.5", "null", "\"x\"", "[1]", "{\"b\":1}", "{\"c\":[]}"};
    List<RecordBlock> blocks = new ArrayList<>();
    for (int file = 0; file < 200; file++) {
      long offset = 0;
      for (int part = random.nextInt(3); part >= 0; part--) {
        RecordBlock block =
            part(
                file,
                offset,
                part == 0,
                "{\"a" + random.nextInt(40) + "\":1,\"data\":" + values[random.nextInt(7)] + "}");
        blocks.add(block);
        offset = block.readCount().to();
      }
    }
    String expected = look(blocks).toJson();

    for (int round = 0; round < 30; round++) {
      Collections.shuffle(blocks, random);
      FileGuesses merged = new FileGuesses();
      for (int from = 0; from < blocks.size(); ) {
        int to = Math.min(blocks.size(), from + 1 + random.nextInt(40));
        merged.addAll(CoderUtils.clone(new FileGuessesCoder(), look(blocks.subList(from, to))));
        from = to;
      }
      assertThat(merged.toJson(), is(expected));
    }
  }

  @Test
  void otherTextIsRefused() {
    assertThat(
        assertThrows(IllegalArgumentException.class, () -> FileSchemas.fromJson("{")).getMessage(),
        is("Invalid schemas of files: not JSON"));
  }
}
