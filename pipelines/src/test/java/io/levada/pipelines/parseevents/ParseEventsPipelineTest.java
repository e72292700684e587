/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.parseevents;

import static io.levada.pipelines.LevadaCommands.parquetBelow;
import static io.levada.pipelines.LevadaCommands.rows;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import com.github.luben.zstd.Zstd;
import io.levada.pipelines.LevadaCommands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first half of the job alone, through the command line. */
class ParseEventsPipelineTest {

  private static final String FIRST =
      "{\"event_id\":\"1\",\"timestamp\":\"2026-09-01T10:00:00.5\",\"domain\":\"shop\","
          + "\"event_type\":\"sold\",\"data\":{\"n\": 1}}\n";
  private static final String SECOND = FIRST.replace("\"1\"", "\"2\"");
  private static final String WITH_MORE = SECOND.replace("{\"n\"", "{\"m\":0,\"n\"");
  private static final String WITH_UNKNOWN = SECOND.replace("}}\n", "},\"color\":[\"red\"]}\n");

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Path stage;

  @BeforeEach
  void nameStage() {
    levada = new LevadaCommands(folder);
    stage = folder.resolve("stage/events");
  }

  @Test
  void keepsEveryRowDuplicatesAsWell() throws Exception {
    levada.write("pending/a.json", FIRST + FIRST + WITH_MORE);

    assertThat(parse(), is(0));

    assertThat(
        rows(stage, "event_id, data"),
        contains("1 {\"n\": 1}", "1 {\"n\": 1}", "2 {\"m\":0,\"n\": 1}"));
  }

  @Test
  void writesNoPartitions() throws IOException {
    levada.write("pending/a.json", FIRST + SECOND);

    assertThat(parse(), is(0));

    assertThat(parquetBelow(stage).stream().map(Path::getParent).toList(), contains(stage));
  }

  @Test
  void writesThePartitionsThatAreAskedFor() throws Exception {
    levada.write("pending/a.json", FIRST + SECOND.replace("shop", "bank"));

    assertThat(parse("--partitionFields=domain,eventType"), is(2));
    assertThat(parse("--partitionFields=domain,event_type"), is(0));

    assertThat(
        parquetBelow(stage).stream().map(file -> stage.relativize(file.getParent())).toList(),
        contains(Path.of("domain=bank/event_type=sold"), Path.of("domain=shop/event_type=sold")));
  }

  @Test
  void takesASingleFile() throws Exception {
    levada.write("pending/a.json", FIRST);
    levada.write("pending/b.json", SECOND);

    assertThat(parseInput("pending/b.json"), is(0));

    assertThat(rows(stage, "event_id"), contains("2"));
  }

  @Test
  void takesAGlob() throws Exception {
    levada.write("pending/day=01/a.json", FIRST);
    levada.write("pending/day=02/a.json", SECOND);
    levada.write("pending/day=02/a.txt", "oops");

    assertThat(parseInput("pending/*/*.json"), is(0));

    assertThat(rows(stage, "event_id"), contains("1", "2"));
    assertThat(levada.summary().get("rejected").asInt(), is(0));
  }

  @Test
  void takesBzip2AndZstdWhateverTheirNames() throws Exception {
    levada.write("pending/a.json", "");
    ByteArrayOutputStream bzip2 = new ByteArrayOutputStream();
    try (OutputStream out = new BZip2CompressorOutputStream(bzip2)) {
      out.write(FIRST.getBytes(UTF_8));
    }
    Files.write(folder.resolve("pending/b.json"), bzip2.toByteArray());
    Files.write(folder.resolve("pending/c"), Zstd.compress(SECOND.getBytes(UTF_8)));

    assertThat(parse(), is(0));

    assertThat(rows(stage, "event_id"), contains("1", "2"));
  }

  @Test
  void tellsAZoneThatDoesNotExistBeforeAnythingIsDone() throws IOException {
    levada.write("pending/a.json", FIRST);

    assertThat(parse("--zone=Mars"), is(2));

    assertThat(
        levada.err(), equalTo("levada: Invalid --zone: Mars (expected a zone such as UTC)\n"));
    assertThat(Files.exists(stage.getParent()), is(false));
  }

  @Test
  void dropsUnknownFieldsByDefault() throws Exception {
    levada.write("pending/a.json", FIRST + WITH_UNKNOWN);

    assertThat(parse(), is(0));

    assertThat(
        rows(stage, "* EXCLUDE (timestamp)"),
        contains("1 shop sold {\"n\": 1}", "2 shop sold {\"n\": 1}"));
  }

  @Test
  void keepsUnknownFieldsIfAsked() throws Exception {
    levada.write("pending/a.json", FIRST + WITH_UNKNOWN);

    assertThat(parse("--unknownFields=keep"), is(0));

    assertThat(
        rows(stage, "event_id, unknown_fields"), contains("1 null", "2 {\"color\":[\"red\"]}"));
  }

  @Test
  void rejectsRecordsWithUnknownFieldsIfAsked() throws Exception {
    levada.write("pending/a.json", FIRST + WITH_UNKNOWN);

    assertThat(parse("--unknownFields=reject"), is(0));

    assertThat(rows(stage, "event_id"), contains("1"));
    assertThat(levada.summary().get("rejectsByCode").toString(), equalTo("{\"UNKNOWN_FIELD\":1}"));
  }

  @ParameterizedTest
  @CsvSource({"UTC, 10", "America/Sao_Paulo, 13"})
  void takesTimestampsWithoutAZoneInTheOneThatIsGiven(String zone, String hour) throws Exception {
    levada.write("pending/a.json", FIRST);

    assertThat(parse("--zone=" + zone), is(0));

    assertThat(rows(stage, "hour(timestamp)"), contains(hour));
  }

  @ParameterizedTest
  @CsvSource({"snappy, SNAPPY", "zstd, ZSTD", "gzip, GZIP", "none, UNCOMPRESSED"})
  void compressesAsAsked(String option, String codec) throws Exception {
    levada.write("pending/a.json", FIRST);

    assertThat(parse("--compression=" + option), is(0));

    assertThat(
        metadata("SELECT DISTINCT compression FROM parquet_metadata('%s')"), contains(codec));
  }

  @ParameterizedTest
  @CsvSource({"micros, MICROS, 1788256800500000", "millis, MILLIS, 1788256800500"})
  void writesTimestampsInTheUnitThatIsAskedFor(String option, String unit, String value)
      throws Exception {
    levada.write("pending/a.json", FIRST);

    assertThat(parse("--timestampUnit=" + option), is(0));

    List<String> types =
        metadata("SELECT logical_type FROM parquet_schema('%s') WHERE name = 'timestamp'");
    assertThat(types.size(), is(1));
    assertThat(types.get(0), containsString(unit));
    assertThat(
        rows(stage, option.equals("millis") ? "epoch_ms(timestamp)" : "epoch_us(timestamp)"),
        contains(value));
  }

  @Test
  void infersNothingFromRecordsWithoutFields() throws IOException {
    levada.write("pending/a.json", "[]\noops\n");

    assertThat(parse("--schema=infer"), is(1));

    assertThat(
        levada.err(),
        containsString(
            "levada: Cannot infer a schema from "
                + folder.resolve("pending")
                + ": no record of it has a member\n"));
    assertThat(parquetBelow(stage), empty());
  }

  @Test
  void infersNothingFromEmptyObjects() throws IOException {
    levada.write("pending/a.json", "{}\n{}\n");

    assertThat(parse("--schema=infer"), is(1));

    assertThat(levada.err(), containsString("levada: Cannot infer a schema from "));
  }

  private int parse(String... options) {
    return parseInput("pending", options);
  }

  private int parseInput(String input, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("parse-events", "--input=" + folder.resolve(input), "--output=" + stage));
    arguments.addAll(List.of(options));
    return levada.run(arguments.toArray(String[]::new));
  }

  private List<String> metadata(String query) throws Exception {
    return LevadaCommands.query(query.formatted(parquetBelow(stage).get(0)));
  }
}
