/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static io.levada.io.files.FilesFixture.utf8;
import static io.levada.io.files.Shape.ARRAY;
import static io.levada.io.files.Shape.LINES;
import static io.levada.io.files.Shape.VALUES;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThanOrEqualTo;

import io.levada.io.files.CutFixture.InPieces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeLookTest {

  private static final String PRINTED =
      "{\n  \"a\": 1,\n  \"b\": [\n    {\"c\": 2},\n    {}\n  ]\n}\n";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\ufeff",
        " \n",
        "{\"a\":1}",
        "\ufeff{\"a\":1}\n{\"b\":2}\n",
        "{\"a\":1}\r\n\r\n{\"b\":2}\r\n"
      })
  void seesLinesOfObjects(String content) throws Exception {
    assertThat(shapeOf(content), is(LINES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\n",
        "{\"a\":\n",
        "{\"a\":\"x\n",
        "{\"a\":[1,\n",
        "{\"a\":{\"b\":1\n",
        "{\"a\":1}}\n",
        "{\"a\":1]\n",
        "[1,2]\n",
        "text\n",
        "{\n",
        "[INFO] text\n",
        "{\"a\":1},\n"
      })
  void seesLinesBehindOneThatIsBroken(String broken) throws Exception {
    assertThat(shapeOf(broken + "{\"b\":2}\n{\"c\":3}\n"), is(LINES));
  }

  @Test
  void seesLinesOfValuesOfEveryKind() throws Exception {
    assertThat(shapeOf("[{\"a\":1}]\n[]\n\"text\"\n17\nnull\n"), is(LINES));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"a\":1,\n", "{\"a\":\n", "{\"a\":\"x\n", "{\"a\":[1,\n", "text\n"})
  void seesLinesByASingleOneThatIsWhole(String broken) throws Exception {
    assertThat(shapeOf(broken + "{\"b\":2}"), is(LINES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-01-01 12:00:00 INFO started {\"a\":1} in {\"b\":2}\nother\n",
        "[2024-01-01] started\n[2024-01-01] ended\n",
        "[main] started\n[1] {2}\n",
        "id,name\n1,\"a\"\n",
        "{a: 1}\n{b: 2}\n",
        "{'a': 1}\n",
        "\"a\"\n1\nnull\n",
        "{\"a\":1},\n{\"b\":2},\n"
      })
  void takesOtherTextForLines(String content) throws Exception {
    assertThat(shapeOf(content), is(LINES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}{}",
        "{\"a\":1} {\"b\":2}\n",
        "{\"a\":1}\n{\"b\":2}{\"c\":3}\n",
        "{\"a\":1}\r{\"b\":2}\r",
        "{\"a\":1} 17 {\"b\":2} \"{\" {\"c\":3}",
        "{\"a\":1} 17 {\"b\":2} \"{\"",
        "{\"a\":1}[1]{\"b\":2}[]",
        "1 {\"a\":1}\n2 {\"b\":2}\n",
        "{\"a\":1}{\"b\":2}{{\"c\":3}{\"d\":4}",
        "{\"a\":1}{\"b:2}{\"c\":3}",
        "{\n\"a\":1\n}",
        "{\"a\":1}\n{\"b\":\n2}\n",
        "{\n\"a\": [\n{}\n]\n}{\n}",
        "{\"a\":{\n}}\n{}",
        "{\n  \"a\": 1",
        "{\"a\": \"not closed"
      })
  void seesValuesThatAreNoLines(String content) throws Exception {
    assertThat(shapeOf(content), is(VALUES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\n  \"a\": \"x\n}\n",
        "{\n  \"a\": [\n    {},\n    {}\n  }\n}\n",
        "{\n  \"a\": [\n    {}\n    {}\n",
        "{\n  \"a\": \"x\n",
        "text\n"
      })
  void seesValuesBehindOneThatIsBroken(String broken) throws Exception {
    assertThat(shapeOf(broken + PRINTED + PRINTED), is(VALUES));
  }

  @Test
  void doesNotTakeLinesInsideOfObjectsForRecords() throws Exception {
    assertThat(shapeOf(PRINTED.repeat(3)), is(VALUES));
    assertThat(shapeOf("{\"a\":\n{\"b\":\n{}\n}\n}"), is(VALUES));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "[\n]\n",
        "\ufeff [ ]",
        "[{\"a\":1},{\"a\":2}]",
        "[{\"a\":1},{\"a\":2}]\ntext\n",
        "[{\"a\":1}] text\n",
        "[{\"a\":1}]\u0000\u0000",
        "[\n  text,\n  {\"a\":1}\n]",
        "[\n    {\n        \"a\": 1\n    },\n    {}\n]\n",
        "[\n{\"a\":1},\n{\"b\":2}\n]\n",
        "[\n{\"a\":1}\n{\"b\":2}\n{\"b\":3}\n]\n",
        "[{\"a\":1},\n {\"b\":2}\n]\n",
        "[{\"a\":1}]\n[{\"b\":2}]\n",
        "[1,2][3]",
        "[1,\"a\"]\n[2,\"b\"]\n",
        "[1]\n{}\n",
        "[{\"a\":1},{\"b\"",
        "[\n  {\n    \"a\": \"x\n  },\n  {}\n]",
        "text\n[\n{}\n]"
      })
  void seesArrays(String content) throws Exception {
    assertThat(shapeOf(content), is(ARRAY));
  }

  @ParameterizedTest
  @ValueSource(ints = {100_000, 2_000_000})
  void seesLargeValues(int length) throws Exception {
    String member = "\"a\": \"" + "x".repeat(length) + "\"";

    assertThat(shapeOf("{\n  " + member + "\n}\n{}"), is(VALUES));
    assertThat(shapeOf("{" + member + "}{}"), is(VALUES));
    assertThat(shapeOf("[{" + member + "}]"), is(ARRAY));
  }

  @Test
  void seesLinesOfUpToAMegabyte() throws Exception {
    String line = "{\"a\":\"" + "x".repeat(500_000) + "\"}\n";

    assertThat(shapeOf(line.repeat(2)), is(LINES));
  }

  @Test
  void looksNoFurtherThan64KiBWhereTheyTell() throws Exception {
    CountedBytes in = new CountedBytes(utf8("{\"a\":1}\n".repeat(100_000)));

    ShapeLook.of(new PeekedBytes(in));

    assertThat(in.count, is(lessThanOrEqualTo(64 * 1024)));
  }

  @Test
  void looksNoFurtherThanAMegabyte() throws Exception {
    CountedBytes in = new CountedBytes(new byte[3_000_000]);

    ShapeLook.of(new PeekedBytes(in));

    assertThat(in.count, is(lessThanOrEqualTo(1024 * 1024)));
  }

  private static Shape shapeOf(String content) throws IOException {
    return ShapeLook.of(new PeekedBytes(new InPieces(utf8(content), 1000)));
  }

  private static final class CountedBytes extends InputStream {
    private final InputStream in;
    private int count;

    CountedBytes(byte[] bytes) {
      this.in = new ByteArrayInputStream(bytes);
    }

    @Override
    public int read() throws IOException {
      throw new IOException("Not read byte by byte");
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = in.read(bytes, from, length);
      count += Math.max(0, read);
      return read;
    }
  }
}
