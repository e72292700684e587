/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.csvtotrusted;

import static io.levada.pipelines.LevadaCommands.parquetBelow;
import static io.levada.pipelines.LevadaCommands.query;
import static io.levada.pipelines.LevadaCommands.rows;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV to a table, through the command line. */
class CsvToTrustedPipelineTest {

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Path table;

  @BeforeEach
  void nameTable() {
    levada = new LevadaCommands(folder);
    table = folder.resolve("trusted/films");
  }

  @Test
  void writesNoPartitionsByDefault() throws Exception {
    levada.write("in/a.csv", "id,ano\n1,2024\n");

    assertThat(run(), is(0));

    assertThat(parquetBelow(table).stream().map(Path::getParent).toList(), contains(table));
  }

  @Test
  void writesThePartitionsThatAreAskedFor() throws Exception {
    levada.write("in/a.csv", "id,Ano,mês\n1,2024,01\n2,2024,02\n");

    assertThat(run("--partitionFields=Ano,mês"), is(0));

    assertThat(
        parquetBelow(table).stream().map(file -> table.relativize(file.getParent())).toList(),
        contains(Path.of("ano=2024/mes=01"), Path.of("ano=2024/mes=02")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 22 -3|BIGINT",
        "9223372036854775807 1|BIGINT",
        "1 2.5|DOUBLE",
        "1e3 2|DOUBLE",
        "123456789012345 0.1|DOUBLE",
        "1234567890123456 0.1|DECIMAL(17,1)",
        "0.1234567890123456 12|DECIMAL(18,16)",
        "9223372036854775808 1|DECIMAL(19,0)",
        "1e3 1234567890123456.5|VARCHAR",
        "007 8|VARCHAR",
        "+55 8|VARCHAR",
        "true FALSE|BOOLEAN",
        "2024-02-29 2024-03-01|DATE",
        "2024-02-30 2024-03-01|VARCHAR",
        "2024-02-29T10:00:00Z 2024-03-01T00:00|TIMESTAMP WITH TIME ZONE",
        "2024-02-29T10:00:00Z 2024-03-01|VARCHAR",
        "1 true|VARCHAR",
        "1 \\N|BIGINT",
        "\"1\" \"\"|BIGINT",
        "x \"\"|VARCHAR",
        "\\N \\N|VARCHAR"
      })
  void infersTheNarrowestTypeThatHoldsAllExactly(String cells, String type) throws Exception {
    levada.write("in/a.csv", "a,b\n" + cells.replace(" ", ",z\n") + ",z\n");

    assertThat(run(), is(0));

    assertThat(
        query("SELECT any_value(typeof(a)) FROM read_parquet('" + table + "/*.parquet')"),
        contains(type));
  }

  @Test
  void infersFromAllRows() throws Exception {
    levada.write("in/a.csv", "a\n" + "1\n".repeat(20_000) + "x\n");

    assertThat(run(), is(0));

    assertThat(schemaOfRun(), containsString("\"name\": \"a\", \"type\": \"string\""));
  }

  @Test
  void infersNothingFromRejects() throws Exception {
    levada.write("in/a.csv", "a,b\n1,2\nx\ny,z,0\n\"x\"y,3\n");

    assertThat(run(), is(0));

    assertThat(rows(table, "typeof(a), a, b"), contains("BIGINT 1 2"));
    assertThat(
        levada.summary().get("rejectsByCode").toString(), equalTo("{\"NOT_CSV\":1,\"RAGGED\":2}"));
  }

  @Test
  void showsTheInferredTypesAndKeepsThemInTheRecord() throws Exception {
    levada.write("in/a.csv", "Preço (R$)\n1.5\n");

    assertThat(run(), is(0));

    String schema =
        "{\"fields\": [\n"
            + "  {\"name\": \"preco_r\", \"source\": \"Preço (R$)\", \"type\": \"double\","
            + " \"required\": false}\n"
            + "]}";
    assertThat(levada.err(), containsString("Inferred schema: " + schema));
    assertThat(schemaOfRun().strip(), equalTo(schema));
  }

  @Test
  void tellsAndRecordsWhichNamesWereChanged() throws Exception {
    levada.write("in/a.csv", "Data de lançamento;id\n2024-01-02;1\n");

    assertThat(run(), is(0));

    List<String> notes =
        List.of(
            "Delimiter, as the files tell: ';'",
            "Column data_de_lancamento is made of 'Data de lançamento'");
    assertThat(texts(levada.summary().get("notes")), equalTo(notes));
    assertThat(Files.readAllLines(record().resolve("notes.txt")), equalTo(notes));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a,b,a", "preço,id,Preco", "a b,a_b"})
  void refusesColumnsWithOneName(String header) throws Exception {
    levada.write("in/a.csv", header + "\n1,2,3\n");

    assertThat(run(), is(1));

    assertThat(levada.err(), containsString("Cannot name columns: "));
    assertThat(parquetBelow(table), empty());
  }

  @Test
  void takesTheTypesOfASchemaFile() throws Exception {
    levada.write("in/a.csv", "Id,price,day,more\n007,1,2024-01-02,x\n8,2.5,,y\n9,1.555,,z\n");
    levada.write(
        "schema.json",
        "{\"fields\": [{\"source\": \"Id\", \"type\": \"long\", \"required\": true},{\"name\":"
            + " \"price\", \"type\": \"decimal(10,2)\"},{\"name\": \"day\", \"type\":"
            + " \"timestamp\"}, {\"name\": \"none\", \"type\": \"int\"}]}");

    assertThat(run("--schema=" + folder.resolve("schema.json")), is(0));

    assertThat(
        rows(table, "id, price, epoch_ms(day), none"),
        contains("7 1.00 1704153600000 null", "8 2.50 null null"));
    assertThat(codes(), contains("BAD_TYPE"));
    assertThat(
        texts(levada.summary().get("notes")),
        hasItem("Columns left out, since the schema has none of their names: more"));
  }

  @Test
  void takesTheColumnsOfATable() throws Exception {
    levada.write("in/a.csv", "a,b\n1,x\n");
    assertThat(run(), is(0));
    levada.write("in/a.csv", "B,a\ny,2\nz,oops\n");

    assertThat(run("--schema=" + table), is(0));

    assertThat(rows(table, "a, b"), contains("1 x", "2 y"));
    assertThat(codes(), contains("BAD_TYPE"));
  }

  @Test
  void rejectsARowWithoutARequiredValue() throws Exception {
    levada.write("in/a.csv", "a,b\n,1\n2,\n");
    levada.write(
        "schema.json",
        "{\"fields\": [{\"name\": \"a\", \"type\": \"long\", \"required\": true},"
            + " {\"name\": \"b\", \"type\": \"long\"}]}");

    assertThat(run("--schema=" + folder.resolve("schema.json")), is(0));

    assertThat(rows(table, "a, b"), contains("2 null"));
    assertThat(codes(), contains("MISSING_FIELD"));
  }

  @Test
  void takesACommaForTheDecimalMarkIfAsked() throws Exception {
    levada.write("in/a.csv", "a;b\n1,5;1.5\n-0,25;2\n");

    assertThat(run("--decimalComma=true"), is(0));

    assertThat(
        rows(table, "typeof(a), a, typeof(b)"),
        contains("DOUBLE -0.25 VARCHAR", "DOUBLE 1.5 VARCHAR"));
  }

  @ParameterizedTest
  @CsvSource({"UTC, 10", "America/Sao_Paulo, 13"})
  void takesTimestampsWithoutAZoneInTheOneThatIsGiven(String zone, String hour) throws Exception {
    levada.write("in/a.csv", "t\n2024-05-06 10:00:00\n");

    assertThat(run("--zone=" + zone), is(0));

    assertThat(rows(table, "hour(t)"), contains(hour));
  }

  @Test
  void takesFilesWithHeadersOfTheirOwn() throws Exception {
    levada.write("in/a.csv", "id,a\n1,x\n");
    levada.write("in/b.csv", "b,ID\n2.5,2\n");

    assertThat(run(), is(0));

    assertThat(rows(table, "id, a, b"), contains("1 x null", "2 null 2.5"));
  }

  @Test
  void refusesHeadersThatDifferIfAsked() throws Exception {
    levada.write("in/a.csv", "id,a\n1,x\n");
    levada.write("in/b.csv", "A,id\nx,2\n");
    levada.write("in/c.csv", "");
    assertThat(run("--schemaDrift=refuse"), is(0));
    levada.write("in/d.csv", "id,b\n1,x\n");

    assertThat(run("--schemaDrift=refuse"), is(1));

    assertThat(
        levada.err(),
        containsString(
            "d.csv has the column 'b', which " + folder.resolve("in/a.csv") + " has not"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--columns=a,b | its first row has 3 columns, and --columns names 2",
        "--columns=a,b --header=true | its header has 3 columns, and --columns names 2",
        "--schema=SCHEMA --header=false | its first row has 3 columns, and the schema names 1"
      })
  void refusesOtherNamesThanTheFirstRowHasCells(String options, String message) throws Exception {
    levada.write("in/a.csv", "1,x,y\n2,x,y\n");
    Path schema = levada.write("one.json", "{\"fields\": [{\"name\": \"a\", \"type\": \"long\"}]}");

    int exit = run(options.replace("SCHEMA", schema.toString()).split(" ", -1));

    assertThat(levada.err(), exit, is(1));
    assertThat(levada.err(), containsString(folder.resolve("in/a.csv") + ": " + message));
  }

  @Test
  void takesEachCellForWhatItIsWithoutNullTexts() throws Exception {
    levada.write("in/a.csv", "a,b\n\\N,1\n,2\n");

    assertThat(run("--nulls=none"), is(0));

    assertThat(rows(table, "b, a, a IS NULL"), contains("1 \\N false", "2  false"));
  }

  @Test
  void saysThatThereAreNoNullTexts() throws Exception {
    levada.write("in/a.csv", "a\nnone\n");

    assertThat(run("--nulls=none"), is(0));

    assertThat(
        texts(levada.summary().get("notes")),
        contains(
            "No cell is null, as --nulls=none says (--nulls=none, has the text none for null)"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"None|None", "NONE|NONE", "none,|none"})
  void takesWordsLikeNoneForNullTexts(String nulls, String cell) throws Exception {
    levada.write("in/a.csv", "id,v\n1," + cell + "\n2,5\n");

    assertThat(run("--nulls=" + nulls), is(0));

    assertThat(rows(table, "id, v, typeof(v)"), contains("1 null BIGINT", "2 5 BIGINT"));
  }

  @Test
  void refusesFilesOfDifferentDelimiters() throws Exception {
    levada.write("in/a.csv", "id,a\n1,x\n");
    levada.write("in/b.csv", "id;a\n2;y\n");

    assertThat(run(), is(1));

    assertThat(
        levada.err(),
        containsString(
            "Cannot tell the delimiter: it is ',' in %s and ';' in %s (give --delimiter, or read them apart)"
                .formatted(folder.resolve("in/a.csv"), folder.resolve("in/b.csv"))));
  }

  @Test
  void takesAHeaderAloneForATableWithoutRows() throws Exception {
    levada.write("in/a.csv", "id,a\n");

    assertThat(run("--catalog=local:" + folder.resolve("cat"), "--database=d", "--table=t"), is(0));

    assertThat(parquetBelow(table), empty());
    assertThat(levada.summary().get("read").asInt(), is(0));
    assertThat(
        levada.command("describe", "d.t", "--catalog=local:" + folder.resolve("cat")), is(0));
  }

  @Test
  void infersNothingFromFilesWithoutARow() throws Exception {
    levada.write("in/a.csv", "\n");

    assertThat(run(), is(1));

    assertThat(
        levada.err(),
        containsString(
            "levada: Cannot infer columns from %s: no file of it has a row (give --schema, or leave the files out)\n"
                .formatted(folder.resolve("in"))));
  }

  @Test
  void hasNothingToDoWithoutFiles() throws Exception {
    Files.createDirectories(folder.resolve("in"));

    assertThat(run(), is(0));

    assertThat(
        texts(levada.summary().get("notes")), contains("Nothing to do: there are no input files."));
  }

  @Test
  void takesALandingZoneOnce() throws Exception {
    levada.write("landing/pending/a.csv", "id\n1\n");
    String landing = "--landing=" + folder.resolve("landing");
    assertThat(levada.run("csv-to-trusted", landing, "--output=" + table), is(0));
    levada.write("landing/pending/b.csv", "id\n2\n");

    assertThat(levada.run("csv-to-trusted", landing, "--output=" + table), is(0));

    assertThat(rows(table, "id"), contains("1", "2"));
    assertThat(Files.exists(folder.resolve("landing/pending/b.csv")), is(false));
  }

  @Test
  void leavesOutWhatTheBookmarkHas() throws Exception {
    levada.write("in/a.csv", "id\n1\n");
    assertThat(run("--bookmark=enable"), is(0));
    levada.write("in/b.csv", "id\n2\n");

    assertThat(run("--bookmark=enable"), is(0));

    assertThat(rows(table, "id"), contains("1", "2"));
  }

  @Test
  void setsUnreadableFilesAsideIfAsked() throws Exception {
    levada.write("in/a.csv", "id\n1\n");
    Files.write(folder.resolve("in/b.csv.gz"), new byte[] {0x1f, (byte) 0x8b, 8, 0, 0});

    assertThat(run("--unreadableFiles=quarantine"), is(0));

    assertThat(rows(table, "id"), contains("1"));
    assertThat(
        texts(levada.summary().get("notes")).get(0), containsString("Set aside, not read: "));
  }

  @Test
  void publishesNothingWithMoreRejectsThanAllowed() throws Exception {
    levada.write("in/a.csv", "a,b\n1,2\n3\n");

    assertThat(run("--maxRejects=0"), is(3));

    assertThat(parquetBelow(table), empty());
  }

  @Test
  void rejectsARecordThatIsTooLarge() throws Exception {
    levada.write("in/a.csv", "a,b\n1,\"" + "x\n".repeat(2000) + "\"\n2,y\n");

    assertThat(run("--maxRecordBytes=1KB"), is(0));

    assertThat(rows(table, "a, b"), contains("2 y"));
    assertThat(codes(), contains("TOO_LARGE"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--delimiter=ab",
        "--quote=,,",
        "--escape=é",
        "--charset=UTF-16",
        "--charset=nowhere",
        "--quote=; --delimiter=;",
        "--columns=a --header=true --delimiter=, --schema=/nowhere"
      })
  void refusesAFormThatCannotBe(String options) throws Exception {
    levada.write("in/a.csv", "a,b\n1,2\n");

    assertThat(run(options.split(" ", -1)), is(2));

    assertThat(parquetBelow(table), empty());
  }

  private int run(String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("csv-to-trusted", "--input=" + folder.resolve("in"), "--output=" + table));
    arguments.addAll(List.of(options));
    return levada.run(arguments.toArray(String[]::new));
  }

  private Path record() throws IOException {
    return Path.of(levada.summary().get("record").asText());
  }

  private String schemaOfRun() throws IOException {
    return Files.readString(record().resolve("schema.json"));
  }

  private List<String> codes() throws IOException {
    return levada.rejects().stream().map(reject -> reject.get("code").asText()).toList();
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
