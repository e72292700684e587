/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.LevadaCommands.rows;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the columns of a run come from, through the command line. */
class SchemaChoiceTest {

  private static final String EVENT =
      "{\"event_id\":\"1\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"domain\":\"shop\","
          + "\"event_type\":\"sold\",\"data\":%s}\n";

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Path stage;

  @BeforeEach
  void nameStage() {
    levada = new LevadaCommands(folder);
    stage = folder.resolve("stage");
  }

  @Test
  void keepsNestedValuesAsTextUnlessToldOtherwise() throws Exception {
    levada.write("in/a.json", EVENT.formatted("{\"n\": [1, 2]}"));

    assertThat(levada.err(), parse(), is(0));

    assertThat(rows(stage, "typeof(data), data"), contains("VARCHAR {\"n\": [1, 2]}"));
  }

  @Test
  void typesAMemberByWhatTheWholeInputHas() throws Exception {
    levada.write("in/a.json", EVENT.formatted("{\"n\":[1,2],\"user\":{\"cityName\":\"x\"}}"));
    levada.write("in/b.json", EVENT.formatted("{\"n\":[0.5],\"more\":true}"));

    assertThat(levada.err(), parse("--typed=data"), is(0));

    assertThat(
        rows(stage, "data"),
        contains(
            "{'n': [0.5], 'user': NULL, 'more': true}",
            "{'n': [1.0, 2.0], 'user': {'cityname': x}, 'more': NULL}"));
  }

  @Test
  void typesAMemberByASchemaFile() throws Exception {
    Path schema =
        levada.write(
            "schema.json",
            """
            {"fields": [
              {"name": "id", "type": "long", "required": true},
              {"name": "data", "type": {"struct": [
                {"source": "unitPrice", "type": "decimal(10,2)"},
                {"name": "tags", "type": {"list": "string"}},
                {"name": "counts", "type": {"map": "long"}}
              ]}}
            ]}
            """);
    levada.write(
        "in/a.json",
        """
        {"id":1,"data":{"unitPrice":1.5,"tags":["a",null],"counts":{"k":7}}}
        {"id":2,"data":null}
        {"id":3,"data":{"unitPrice":"dear"}}
        """);

    assertThat(levada.err(), parse("--schema=" + schema), is(0));

    assertThat(
        rows(stage, "id, data"),
        contains("1 {'unitprice': 1.50, 'tags': [a, NULL], 'counts': {k=7}}", "2 null"));
    assertThat(levada.summary().get("rejectsByCode").toString(), equalTo("{\"BAD_TYPE\":1}"));
  }

  @Test
  void refusesToTypeAMemberThatTheSchemaLacks() throws IOException {
    levada.write("in/a.json", EVENT.formatted("1"));

    assertThat(parse("--typed=date"), is(2));

    assertThat(
        levada.err(),
        equalTo(
            "levada: Invalid --typed: Cannot type member 'date': the schema has no such member (it"
                + " has event_id, timestamp, domain, event_type, data)\n"));
  }

  @Test
  void takesTheColumnsOfATable() throws Exception {
    levada.write("first/a.json", "{\"id\":1,\"cityName\":\"Funchal\"}\n{\"id\":2}\n");
    Path table = folder.resolve("table");
    levada.run(
        "parse-events",
        "--input=" + folder.resolve("first"),
        "--output=" + table,
        "--schema=infer");
    levada.write(
        "in/a.json",
        """
        {"cityName":"Porto","id":3,"new":1}
        {"id":"four"}
        """);

    assertThat(levada.err(), parse("--schema=" + table), is(0));

    assertThat(rows(stage, "*"), contains("3 Porto"));
    assertThat(levada.summary().get("rejectsByCode").toString(), equalTo("{\"BAD_TYPE\":1}"));
  }

  @Test
  void keepsUnknownFieldsInTheColumnThatTheTableHasForThem() throws Exception {
    levada.write("in/a.json", "{\"id\":1,\"new\":2}\n");
    Path schema = levada.write("schema.json", "{\"fields\":[{\"name\":\"id\",\"type\":\"long\"}]}");
    assertThat(parse("--schema=" + schema, "--unknownFields=keep"), is(0));

    assertThat(levada.err(), parse("--schema=" + stage, "--unknownFields=keep"), is(0));

    assertThat(rows(stage, "*"), contains("1 {\"new\":2}", "1 {\"new\":2}"));
  }

  @Test
  void refusesATableWithoutFilesAsASchema() throws IOException {
    levada.write("in/a.json", EVENT.formatted("1"));
    Files.createDirectory(folder.resolve("table"));

    assertThat(parse("--schema=" + folder.resolve("table")), is(2));

    assertThat(
        levada.err(),
        containsString(
            "levada: Cannot take the schema of "
                + folder.resolve("table")
                + ": it has no Parquet"));
  }

  @Test
  void takesTheMembersOfAllFiles() throws Exception {
    levada.write("in/a.json", "{\"a\":1}\n");
    levada.write("in/b.json", "{\"b\":\"x\",\"a\":0.5}\n");

    assertThat(levada.err(), parse("--schema=infer"), is(0));

    assertThat(rows(stage, "*"), contains("0.5 x", "1.0 null"));
  }

  @Test
  void refusesFilesThatDifferIfToldTo() throws IOException {
    levada.write("in/a.json", "{\"a\":1}\n");
    levada.write("in/b.json", "{\"a\":\"x\",\"b\":1}\n");

    assertThat(parse("--schema=infer", "--schemaDrift=refuse"), is(1));

    assertThat(
        levada.err(),
        containsString(
            "levada: Files of "
                + folder.resolve("in")
                + " have schemas of their own: "
                + folder.resolve("in/b.json")
                + " differs from "
                + folder.resolve("in/a.json")
                + ": its member a is a string, not a long; its member b is new"
                + " (--schemaDrift=union takes them all)\n"));
  }

  @Test
  void takesFilesThatAgreeIfToldToRefuseOthers() throws Exception {
    levada.write("in/a.json", "{\"a\":1,\"b\":null}\n");
    levada.write("in/b.json", "{\"b\":\"x\",\"a\":2}\n");

    assertThat(levada.err(), parse("--schema=infer", "--schemaDrift=refuse"), is(0));

    assertThat(rows(stage, "*"), contains("1 null", "2 x"));
  }

  @Test
  void refusesToRefuseDriftFromAGivenSchema() throws IOException {
    levada.write("in/a.json", EVENT.formatted("1"));

    assertThat(parse("--schemaDrift=refuse"), is(2));

    assertThat(
        levada.err(), containsString("--unknownFields=reject refuses what it does not name"));
  }

  @Test
  void namesColumnsSafelyAndSaysSo() throws Exception {
    levada.write("in/a.json", "{\"Data de lançamento\":\"2024-05-01\",\"cityName\":\"x\"}\n");

    assertThat(levada.err(), parse("--schema=infer"), is(0));

    assertThat(rows(stage, "data_de_lancamento, cityname"), contains("2024-05-01 x"));
    String note = "Column data_de_lancamento is made of 'Data de lançamento'";
    assertThat(levada.summary().get("notes").get(0).asText(), equalTo(note));
    assertThat(
        Files.readString(Path.of(levada.summary().get("record").asText(), "notes.txt")),
        equalTo(note + "\n"));
  }

  @Test
  void refusesTwoMembersOfOneColumn() throws IOException {
    levada.write("in/a.json", "{\"Preço\":1,\"preco\":2}\n");

    assertThat(parse("--schema=infer"), is(1));

    assertThat(levada.err(), containsString("'Preço'"));
    assertThat(levada.err(), containsString("'preco'"));
  }

  private int parse(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("parse-events", "--input=" + folder.resolve("in"), "--output=" + stage));
    arguments.addAll(List.of(options));
    return levada.run(arguments.toArray(String[]::new));
  }
}
