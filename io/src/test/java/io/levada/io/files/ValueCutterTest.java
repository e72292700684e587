/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.CutFixture.blocks;
import static io.levada.io.files.CutFixture.cut;
import static io.levada.io.files.FilesFixture.MAX_RECORD_BYTES;
import static io.levada.io.files.FilesFixture.records;
import static io.levada.io.files.FilesFixture.texts;
import static io.levada.io.files.FilesFixture.utf8;
import static io.levada.io.files.Shape.ARRAY;
import static io.levada.io.files.Shape.VALUES;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.levada.io.files.FilesFixture.Found;
import io.levada.rows.RecordBlock;
import io.levada.rows.Tally;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueCutterTest {

  private static final int ALL = Integer.MAX_VALUE;

  @Test
  void cutsPrintedObjectsWithWhereTheyStart() throws Exception {
    byte[] content = utf8("{\n  \"a\": 1\n}\n{\n  \"b\": {}\n}\n");

    List<Found> found = records(blocks(values(content, VALUES)));

    assertThat(
        found, contains(new Found(0, "{\n  \"a\": 1\n}"), new Found(13, "{\n  \"b\": {}\n}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n", "\r\n", "\t\n\n "})
  void cutsObjectsWhateverWhiteSpaceIsBetween(String between) throws Exception {
    String content = String.join(between, "{}", "{\"a\":[{}]}", "{\"b\":2}");

    assertThat(cut(VALUES, content), contains("{}", "{\"a\":[{}]}", "{\"b\":2}"));
  }

  @Test
  void takesAnArrayAsAValueAmongValues() throws Exception {
    assertThat(cut(VALUES, "{}[1,{}]{}"), contains("{}", "[1,{}]", "{}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[%s,%s]", " [ %s , %s ] ", "[\n    %s,\n    %s\n]\n", "[%s\r\n,\t%s]"})
  void cutsTheElementsOfAnArray(String layout) throws Exception {
    String content = layout.formatted("{\"a\":[1,[]]}", "{\n\"b\":{}}");

    assertThat(cut(ARRAY, content), contains("{\"a\":[1,[]]}", "{\n\"b\":{}}"));
  }

  @Test
  void cutsElementsOfAllKinds() throws Exception {
    String content = "[1,\"a,]\\\"\",null , [2,[3]],true,-1.5e3,{}, \"{\" ]";

    assertThat(
        cut(ARRAY, content),
        contains("1", "\"a,]\\\"\"", "null", "[2,[3]]", "true", "-1.5e3", "{}", "\"{\""));
  }

  @Test
  void takesBracketsInStringsForText() throws Exception {
    String text = "{\"a\":\"}{][,\\\"}\\\\\",\"{\\u007b\":\"\\\\\\\"\"}";

    assertThat(cut(VALUES, text + text), contains(text, text));
    assertThat(cut(ARRAY, "[" + text + "," + text + "]"), contains(text, text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n\r\t", "\ufeff", "\ufeff\n", "[]", " [ ] ", "[]\n[\n]\n"})
  void cutsNothingWhereThereIsNoElement(String content) throws Exception {
    assertThat(cut(ARRAY, content), is(empty()));
  }

  @Test
  void cutsTheElementsOfArraysOneAfterAnother() throws Exception {
    assertThat(cut(ARRAY, "[1,{}]\n[[2]][]\n[3]"), contains("1", "{}", "[2]", "3"));
  }

  @Test
  void cutsValuesBesideAnArray() throws Exception {
    assertThat(
        cut(ARRAY, "{\"a\":1}[2] {\"b\":3}\n;  \n[4]"),
        contains("{\"a\":1}", "2", "{\"b\":3}", ";", "4"));
  }

  @Test
  void makesARecordOfACommaTooMany() throws Exception {
    assertThat(cut(ARRAY, "[,1,, 2 ,,]"), contains(",", "1", ",", "2", ","));
  }

  @Test
  void toleratesOneCommaBeforeTheEnd() throws Exception {
    assertThat(cut(ARRAY, "[1,{},\n]"), contains("1", "{}"));
  }

  @Test
  void toleratesAMissingComma() throws Exception {
    assertThat(cut(ARRAY, "[{} {}\n[]\"a\"\n2]"), contains("{}", "{}", "[]", "\"a\"", "2"));
  }

  @Test
  void endsAnArrayThatIsNotClosedWithARecordWithoutBytes() throws Exception {
    byte[] content = utf8("[{},\n");

    List<Found> found = records(blocks(values(content, ARRAY)));

    assertThat(found, contains(new Found(1, "{}"), new Found(5, "")));
  }

  @Test
  void makesARecordOfOtherTextOfALine() throws Exception {
    assertThat(
        cut(VALUES, "# one, two]  \r\n{}  three \"{ }\" four{}\n\"five\n} ] {}"),
        contains("# one, two]", "{}", "three \"{ }\" four", "{}", "\"five", "} ]", "{}"));
  }

  @Test
  void endsOtherTextInAnArrayWhereTheElementEnds() throws Exception {
    assertThat(
        cut(ARRAY, "[one two, \"a\": 1}, NaN\n,'x' {}]"),
        contains("one two", "\"a\": 1}", "NaN", "'x'", "{}"));
  }

  @Test
  void makesNoRecordOfTheValueOfAMember() throws Exception {
    assertThat(
        cut(ARRAY, "[\"a\": {\"b\": [{}]}}, {}, \"c\":\n[{}] ,1]"),
        contains("\"a\": {\"b\": [{}]}}", "{}", "\"c\":\n[{}]", "1"));
    assertThat(
        cut(VALUES, "\"a\" : {\"b\":1}, {}\nanswer: {}"),
        contains("\"a\" : {\"b\":1},", "{}", "answer:", "{}"));
  }

  @Test
  void leavesABalancedButInvalidValueToTheParser() throws Exception {
    assertThat(
        cut(VALUES, "{a}{\"b\":1,\n {\"c\":2}}{,}{{}}"),
        contains("{a}", "{\"b\":1,\n {\"c\":2}}", "{,}", "{{}}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n  \"a\": \"not closed,\n  \"b\": [{}]\n}",
        "{\n  \"a\": [1, 2}\n}",
        "{\n  \"a\": [\n    {\n      \"x\": 1\n    }\n  }\n}",
        "{\n  \"a\": {\n    \"b\": 1\n}",
        "{\n  \"a\": 1,",
        "{\n  \"a\": 1",
        "{\n  \"a\"",
        "{",
        "{\n  \"a\": {\n    \"b\": [1, 2]",
        "{\n  \"a\": \"back\\\n}"
      })
  void goesOnBehindABrokenPrintedObject(String broken) throws Exception {
    String good = "{\n  \"c\": {\n    \"d\": []\n  }\n}";

    assertThat(
        cut(VALUES, String.join("\n", good, broken, good, good)),
        contains(good, broken, good, good));
  }

  @Test
  void goesOnBehindABracketTooMany() throws Exception {
    assertThat(cut(VALUES, "{\n}\n}\n{\n}"), contains("{\n}", "}", "{\n}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n        \"a\": \"not closed,\n        \"b\": [\n            {}\n        ]\n    }",
        "{\n        \"a\": [\n            1\n    }",
        "{\n        \"a\": {\n            \"b\": 1\n    }",
        "{\n        \"a\": 1",
        "{\n        \"a\": ]"
      })
  void goesOnBehindABrokenElement(String broken) throws Exception {
    String good = "{\n        \"a\": [\n            {},\n            {}\n        ]\n    }";

    assertThat(
        cut(ARRAY, "[\n    " + String.join(",\n    ", good, broken, good, good) + "\n]\n"),
        contains(good, broken, good, good));
  }

  @Test
  void goesOnBehindABrokenFirstElement() throws Exception {
    assertThat(
        cut(ARRAY, "[\n  {\n    \"a\": \"x\n  },\n  {\n    \"b\": 1\n  }\n]"),
        contains("{\n    \"a\": \"x\n  }", "{\n    \"b\": 1\n  }"));
    assertThat(
        cut(ARRAY, "[{\"a\":\"x},\n {\"b\":1},\n {\"c\":2}]"),
        contains("{\"a\":\"x}", "{\"b\":1}", "{\"c\":2}"));
  }

  @Test
  void goesOnInTheNextArray() throws Exception {
    assertThat(
        cut(ARRAY, "[{},{\"a\":[}]\n[{\"b\":1},{}]\n"),
        contains("{}", "{\"a\":[}]", "{\"b\":1}", "{}"));
  }

  @Test
  void makesNoRecordOfAnObjectInsideOfABrokenOne() throws Exception {
    String good = "{\n  \"a\": [\n    {\n      \"x\": 1\n    }\n  ]\n}";
    String broken = "{\n  \"a\": [\n    \"\n    {\n      \"x\": 1\n    }\n    {}\n  ]\n}";

    assertThat(cut(VALUES, good + "\n" + broken + "\n" + good), contains(good, broken, good));
  }

  @Test
  void makesOneRecordOfTheRestWhereElementsDoNotStandOut() throws Exception {
    String good = "{\n\"a\": [\n{},\n{}\n]\n}";
    String rest = "{\n\"a\": \"x\n},\n" + good + "\n]";

    assertThat(cut(ARRAY, "[\n" + good + ",\n" + rest), contains(good, rest));
  }

  @Test
  void makesOneRecordOfTheRestWhereNoLineShowsTheNext() throws Exception {
    assertThat(cut(VALUES, "{}{\"a\":[}{\"b\":1}{}"), contains("{}", "{\"a\":[}{\"b\":1}{}"));
    assertThat(cut(ARRAY, "[{},{\"a\":[},{\"b\":1}]\n"), contains("{}", "{\"a\":[},{\"b\":1}]"));
  }

  @Test
  void makesARecordOfAValueThatIsNotClosed() throws Exception {
    assertThat(cut(VALUES, "{}\n{\"a\":1 \n "), contains("{}", "{\"a\":1"));
    assertThat(cut(ARRAY, "[{},{\"a\":\"1"), contains("{}", "{\"a\":\"1"));
  }

  @Test
  void cutsAValueOfAnyDepth() throws Exception {
    int depth = Nesting.MOST_TOLD + 1000;
    String deep = "[".repeat(depth) + "]".repeat(depth);

    assertThat(cut(VALUES, deep + "{}" + deep).get(1), is("{}"));
  }

  @ParameterizedTest
  @EnumSource(value = Shape.class, names = "LINES", mode = EnumSource.Mode.EXCLUDE)
  void cutsTheSameWhateverThePieces(Shape shape) throws Exception {
    byte[] content =
        utf8(
            "\ufeff[{\"a\\\\\\\"}\":\"é\"},\n  {\"b\":[{}\n],,\"c\"\n},text \"x\\\" ,]\" ]\n"
                + "{\n\"d\\\n}\n{\"e\":1}\n[{\"f\":}]},\n{\"g\":[]}");
    List<Found> whole = records(blocks(values(content, shape)));

    for (int piece = 1; piece < content.length; piece++) {
      RecordCutter cutter = CutFixture.values(content, shape, piece, MAX_RECORD_BYTES);
      assertThat("pieces of " + piece, records(blocks(cutter)), is(whole));
    }
  }

  @Test
  void countsWhatItCuts() throws Exception {
    RecordCutter cutter = values(utf8("[{},1"), ARRAY);
    Tally.Counter expected = new Tally.Counter();
    expected.add(0, 1);
    expected.add(0, 4);

    blocks(cutter);

    assertThat(cutter.records(), is(expected.tally()));
    assertThat(List.of(cutter.from(), cutter.to()), contains(0L, 5L));
  }

  @Test
  void makesBlocksOfAbout64KiB() throws Exception {
    String element = "{\"a\":\"" + "x".repeat(292) + "\"}";
    byte[] content = utf8("[" + (element + ",\n").repeat(20_000) + element + "]");

    List<RecordBlock> blocks = blocks(values(content, ARRAY));

    for (RecordBlock block : blocks) {
      assertThat(block.bytes().length, is(lessThanOrEqualTo(64 * 1024 + 300)));
    }
    assertThat(blocks.size(), is(lessThanOrEqualTo(115)));
    assertThat(records(blocks).size(), is(20_001));
    assertThat(records(blocks).get(20_000).offset(), is(1 + 20_000L * 302));
  }

  @ParameterizedTest
  @ValueSource(ints = {1_048_575, 1_048_576, 1_048_577, 3_000_000, 9_000_000})
  void carriesALargeRecordWholeAmongSmallOnes(int length) throws Exception {
    String large = "[\"" + "y".repeat(length) + "\"]";

    assertThat(cut(VALUES, "{}\n" + large + "\n{}\n"), contains("{}", large, "{}"));
  }

  @Test
  void carriesARecordOfExactlyTheLimitWhole() throws Exception {
    String value = "{\"a\":\"" + "x".repeat(92) + "\"}";
    byte[] content = utf8(value + value);

    assertThat(
        texts(blocks(CutFixture.values(content, VALUES, 7, value.length()))),
        contains(value, value));
  }

  @ParameterizedTest
  @ValueSource(ints = {93, 8_000, 200_000, 3_000_000})
  void keepsTheBeginningLengthAndDigestOfALargerRecord(int length) throws Exception {
    String value = "{\"a\":\"" + "x".repeat(length) + "\"}";
    byte[] content = utf8("[{}," + value + ",{\"b\":1}]");

    List<RecordBlock> blocks = blocks(CutFixture.values(content, ARRAY, ALL, 100));

    RecordBlock cut = blocks.get(1);
    assertThat(cut.offset(), is(4L));
    assertThat(cut.cut().length(), is((long) value.length()));
    assertThat(cut.cut().sha256(), is(MessageDigest.getInstance("SHA-256").digest(utf8(value))));
    assertThat(cut.bytes(), is(Arrays.copyOf(utf8(value), Math.min(value.length(), 64 * 1024))));
    assertThat(texts(List.of(blocks.get(0), blocks.get(2))), contains("{}", "{\"b\":1}"));
  }

  @Test
  void goesOnBehindABrokenRecordAboveTheLimit() throws Exception {
    String broken = "{\n  \"a\": \"not closed\n" + "  \"b\": [1, 2],\n".repeat(10_000) + "}\n";
    byte[] content = utf8("{}\n" + broken + "{\n}\n{}");

    List<RecordBlock> blocks = blocks(CutFixture.values(content, VALUES, ALL, 1000));

    assertThat(blocks.get(1).cut().length(), is((long) broken.length()));
    assertThat(texts(blocks.subList(2, 3)), contains("{\n}", "{}"));
  }

  @Test
  void holdsLittleOfALargeArray() throws Exception {
    String element = "{\n    \"a\": {\"b\": [1, \"],}\"]}\n  },\n  ";
    Repeated in = new Repeated("[\n  ", element, 300_000_000L / element.length());
    ValueCutter cutter = new ValueCutter(in, 0, true, MAX_RECORD_BYTES, Long.MAX_VALUE - 1);

    long records = 0;
    for (RecordBlock block = cutter.next(); block != null; block = cutter.next()) {
      records += block.recordCount();
    }

    assertThat(records, equalTo(in.count + 1));
    assertThat(in.largestBuffer, is(lessThanOrEqualTo(1024 * 1024)));
  }

  @Test
  void holdsNoMoreThanTheLimitOfABrokenRest() throws Exception {
    Repeated in = new Repeated("{}{\"a\":[}", "{\"b\":[1,2,3]}", 10_000_000);
    ValueCutter cutter = new ValueCutter(in, 0, false, 2_000_000, Long.MAX_VALUE - 1);

    List<RecordBlock> blocks = blocks(cutter);

    assertThat(blocks.get(1).cut().length(), is(7 + 13 * 10_000_000L));
    assertThat(in.largestBuffer, is(lessThanOrEqualTo(2_000_003)));
  }

  private static RecordCutter values(byte[] content, Shape shape) {
    return CutFixture.values(content, shape, ALL, MAX_RECORD_BYTES);
  }

  /** The same bytes again and again, made as they are read. */
  private static final class Repeated extends InputStream {
    private final byte[] start;
    private final byte[] part;
    private final long count;
    private long position;
    private int largestBuffer;

    Repeated(String start, String part, long count) {
      this.start = utf8(start);
      this.part = utf8(part);
      this.count = count;
    }

    @Override
    public int read() throws IOException {
      throw new IOException("Not read byte by byte");
    }

    @Override
    public int read(byte[] bytes, int from, int length) {
      largestBuffer = Math.max(largestBuffer, bytes.length);
      long inParts = position - start.length;
      boolean atStart = inParts < 0;
      if (inParts >= part.length * count) {
        return -1;
      }
      byte[] source = atStart ? start : part;
      int at = (int) (atStart ? position : inParts % part.length);
      int read = Math.min(length, source.length - at);
      System.arraycopy(source, at, bytes, from, read);
      position += read;
      return read;
    }
  }
}
