/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.csvtotrusted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of CSV in {@code test-data/csv/forms}: the rows are those of Python's csv module. */
class CsvFormsTest {

  private static final Path FORMS = Path.of("../test-data/csv/forms");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  /** A form, told by its name. */
  private record Form(JsonNode json) {
    String name() {
      return json.get("name").asText();
    }

    List<String> columns() {
      return texts(json.get("columns"));
    }

    List<String> options() {
      return texts(json.get("options"));
    }

    @Override
    public String toString() {
      return name();
    }
  }

  static Stream<Form> forms() throws IOException {
    JsonNode forms = JSON.readTree(FORMS.resolve("cases.json").toFile());
    return StreamSupport.stream(forms.spliterator(), false).map(Form::new);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void hasTheRowsOfTheReferenceReader(Form form) throws Exception {
    LevadaCommands levada = new LevadaCommands(folder);

    int exitCode = levada.run(arguments(form));

    assertThat(levada.err(), exitCode, is(0));
    assertThat(rejects(levada), equalTo(rejects(form)));
    assertThat(found(form), equalTo(expected(form)));
  }

  private String[] arguments(Form form) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "csv-to-trusted",
                "--input=" + FORMS.resolve("input").resolve(form.name()),
                "--output=" + folder.resolve("table")));
    arguments.addAll(form.options());
    if (form.options().stream().noneMatch(option -> option.startsWith("--nulls="))) {
      // Python has no nulls.
      arguments.add("--nulls=\\N");
    }
    if (!form.columns().isEmpty()) {
      arguments.add("--schema=" + strings(form));
    }
    return arguments.toArray(String[]::new);
  }

  private Path strings(Form form) throws IOException {
    ObjectNode schema = JSON.createObjectNode();
    ArrayNode fields = schema.putArray("fields");
    form.columns()
        .forEach(column -> fields.addObject().put("source", column).put("type", "string"));
    return new LevadaCommands(folder).write("schema.json", schema.toString());
  }

  /** The rows, or of many the number and the digest of their lines. */
  private static String expected(Form form) throws IOException {
    JsonNode rows = form.json().get("rows");
    if (rows == null) {
      return form.json().get("count") + " " + form.json().get("sha256").asText();
    }
    List<String> lines = new ArrayList<>();
    for (JsonNode row : rows) {
      lines.add(JSON.writeValueAsString(row));
    }
    lines.sort(null);
    return String.join("\n", lines);
  }

  private String found(Form form) throws Exception {
    List<String> lines = lines();
    lines.sort(null);
    String text = String.join("\n", lines);
    if (form.json().has("rows")) {
      return text;
    }
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    return lines.size() + " " + HexFormat.of().formatHex(digest);
  }

  /** Each row as a line of JSON. */
  private List<String> lines() throws SQLException, IOException {
    List<String> lines = new ArrayList<>();
    for (Path file : LevadaCommands.parquetBelow(folder.resolve("table"))) {
      try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("FROM read_parquet('" + file + "')")) {
        while (rows.next()) {
          ArrayNode row = JSON.createArrayNode();
          for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            row.add(rows.getString(i));
          }
          lines.add(JSON.writeValueAsString(row));
        }
      }
    }
    return lines;
  }

  private static SortedSet<String> rejects(Form form) {
    SortedSet<String> rejects = new TreeSet<>();
    for (JsonNode reject : form.json().get("rejects")) {
      rejects.add(
          reject.get("position") + " " + reject.get("code").asText() + " " + reject.get("record"));
    }
    return rejects;
  }

  private static SortedSet<String> rejects(LevadaCommands levada) throws IOException {
    SortedSet<String> rejects = new TreeSet<>();
    for (JsonNode reject : levada.rejects()) {
      rejects.add(
          reject.get("position") + " " + reject.get("code").asText() + " " + reject.get("record"));
    }
    return rejects;
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
