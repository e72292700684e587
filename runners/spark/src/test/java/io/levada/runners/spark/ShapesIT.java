/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.runners.spark.LevadaProcess.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** JSON in every shape, encoding and compression, whole and broken, the same on every runner. */
class ShapesIT {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /** Every column as text; that of a nested one is JSON. */
  private static final String ROWS =
      "SELECT id, n, x, d::VARCHAR AS d, epoch_us(t) AS t, day, ok, lower(hex(b)) AS b, data,"
          + " to_json(tags) AS tags, to_json(props) AS props,"
          + " CASE WHEN item IS NOT NULL"
          + " THEN to_json(struct_update(item, price := item.price::VARCHAR)) END AS item FROM %s";

  /** Records and values are compared by their digests beyond this size. */
  private static final int LONGEST_SHOWN = 500;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void takesTheRecordsAndRejectsTheRest(RunnerUnderTest runner) throws Exception {
    Path table = folder.resolve("stage/shapes");
    Path summaryFile = folder.resolve("summary.json");

    Result result =
        runner.run(
            "parse-events",
            "--input=" + TestData.of("shapes/input"),
            "--output=" + table,
            "--schema=" + TestData.of("shapes/schema.json"),
            "--summaryFile=" + summaryFile);

    assertThat(result.err(), result.exitCode(), equalTo(0));
    JsonNode summary = JSON.readTree(summaryFile.toFile());
    assertThat(summary.get("runner").asText(), equalTo(runner.resultClass()));
    List<JsonNode> rejects = expected("rejects.jsonl");
    assertSame(rejectsIn(Path.of(summary.get("rejects").asText())), texts(rejects));
    List<JsonNode> rows = expected("rows.jsonl");
    assertSame(rowsIn(table), rows.stream().map(ShapesIT::rowText).toList());
    assertThat(totals(summary), equalTo(expectedTotals(rows.size(), rejects)));
  }

  private static void assertSame(List<String> found, List<String> expected) {
    assertThat(
        "surplus and missing",
        List.of(without(found, expected), without(expected, found)),
        contains(empty(), empty()));
  }

  private static List<String> without(List<String> texts, List<String> others) {
    List<String> left = new ArrayList<>(texts);
    others.forEach(left::remove);
    return left;
  }

  private static List<JsonNode> expected(String file) throws IOException {
    List<JsonNode> nodes = new ArrayList<>();
    for (String line : Files.readAllLines(TestData.of("shapes/expected/" + file))) {
      nodes.add(JSON.readTree(line));
    }
    return nodes;
  }

  private static List<String> texts(List<JsonNode> nodes) {
    return nodes.stream().map(JsonNode::toString).toList();
  }

  private static List<String> rowsIn(Path table) throws Exception {
    List<String> rows = new ArrayList<>();
    for (Map<String, String> row : new LakeQuery(table).rows(ROWS)) {
      Map<String, String> columns = new TreeMap<>();
      for (Map.Entry<String, String> column : row.entrySet()) {
        if (column.getValue() != null) {
          columns.put(column.getKey(), normal(column.getKey(), column.getValue()));
        }
      }
      rows.add(columns.toString());
    }
    return rows;
  }

  private static String rowText(JsonNode row) {
    Map<String, String> columns = new TreeMap<>();
    for (Map.Entry<String, JsonNode> column : row.properties()) {
      JsonNode value = column.getValue();
      String text = value.isContainerNode() ? value.toString() : value.asText();
      columns.put(column.getKey(), normal(column.getKey(), text));
    }
    columns.remove("file");
    return columns.toString();
  }

  /** One text for equal values, where there may be several; short enough for a message. */
  private static String normal(String column, String text) {
    String normal =
        switch (column) {
          case "x" -> Double.toString(Double.parseDouble(text));
          case "tags", "props", "item" -> sorted(text);
          default -> text;
        };
    return normal.length() > LONGEST_SHOWN ? sha256(normal.getBytes(UTF_8)) : normal;
  }

  private static String sorted(String json) {
    try {
      return JSON.writeValueAsString(JSON.readValue(json, Object.class));
    } catch (IOException e) {
      throw new AssertionError(json, e);
    }
  }

  private static List<String> rejectsIn(Path folder) throws IOException {
    String input = TestData.of("shapes/input") + "/";
    List<String> rejects = new ArrayList<>();
    for (JsonNode reject : new RejectFolder(folder).rejects()) {
      ObjectNode shown =
          JSON.createObjectNode()
              .put("file", reject.get("file").asText().replace(input, ""))
              .put("position", reject.get("position").asLong())
              .put("code", reject.get("code").asText());
      showRecord(reject, shown);
      rejects.add(shown.toString());
    }
    return rejects;
  }

  /** The record itself if it is short and UTF-8, else its length and digest. */
  private static void showRecord(JsonNode reject, ObjectNode shown) {
    boolean isUtf8 = reject.has("record");
    byte[] record =
        isUtf8
            ? reject.get("record").asText().getBytes(UTF_8)
            : Base64.getDecoder().decode(reject.get("record_base64").asText());
    if (isUtf8 && record.length <= LONGEST_SHOWN) {
      shown.put("record", reject.get("record").asText());
      return;
    }

    shown.put("length", record.length).put("sha256", sha256(record));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static Map<String, Object> totals(JsonNode summary) {
    Map<String, Object> totals = new TreeMap<>();
    for (String name : List.of("inputFiles", "read", "written", "duplicates", "rejected")) {
      totals.put(name, summary.get(name).asInt());
    }
    totals.put("rejectsByCode", summary.get("rejectsByCode").toString());
    return totals;
  }

  private static Map<String, Object> expectedTotals(int rows, List<JsonNode> rejects)
      throws IOException {
    int header = 1;
    int files = Files.readAllLines(TestData.of("shapes/expected/files.tsv")).size() - header;
    Map<String, Long> codes =
        rejects.stream()
            .collect(groupingBy(reject -> reject.get("code").asText(), TreeMap::new, counting()));
    return Map.of(
        "inputFiles",
        files,
        "read",
        rows + rejects.size(),
        "written",
        rows,
        "duplicates",
        0,
        "rejected",
        rejects.size(),
        "rejectsByCode",
        JSON.valueToTree(codes).toString());
  }
}
