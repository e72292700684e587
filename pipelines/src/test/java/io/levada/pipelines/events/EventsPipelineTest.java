/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.cli.Levada;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole job through the command line, on the Direct runner. */
class EventsPipelineTest {

  private static final String SOLD =
      "{\"event_id\":\"1\",\"timestamp\":\"2026-09-01T10:00:00Z\",\"domain\":\"shop\","
          + "\"event_type\":\"sold\",\"data\":{\"n\": 1}}\n";
  private static final String SOLD_NEXT_DAY = SOLD.replace("09-01", "09-02");
  private static final String DAY_ONE = "domain_event_type=shop-sold/year=2026/month=09/day=01";
  private static final String DAY_TWO = "domain_event_type=shop-sold/year=2026/month=09/day=02";

  @TempDir private Path folder;
  private Path input;
  private Path output;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void makeInput() throws IOException {
    input = Files.createDirectory(folder.resolve("pending"));
    output = folder.resolve("trusted/events");
  }

  @Test
  void writesAFileForEachPartitionAndASuccessMarker() throws IOException {
    write("a.json", SOLD + SOLD_NEXT_DAY);

    assertThat(events(), is(0));

    assertThat(partitions(), containsInAnyOrder(DAY_ONE, DAY_TWO));
    assertThat(Files.exists(output.resolve("_SUCCESS")), is(true));
  }

  @Test
  void leavesNothingStagedBehind() throws IOException {
    write("a.json", SOLD);

    assertThat(events(), is(0));

    assertThat(filesBelow(folder.resolve("trusted/_levada/events/staging")), empty());
  }

  @Test
  void hasNothingToDoInAnEmptyFolder() {
    assertThat(events(), is(0));

    assertThat(out.toString(UTF_8), containsString("Nothing to do: there are no input files."));
    assertThat(Files.exists(output), is(false));
  }

  @Test
  void failsOnAMissingFolder() {
    int exit = run("--input=" + folder.resolve("nowhere"), "--output=" + output);

    assertThat(exit, is(1));
    assertThat(
        err.toString(UTF_8),
        equalTo("levada: Input not found: " + folder.resolve("nowhere") + " (check the path)\n"));
    assertThat(Files.exists(output), is(false));
  }

  @Test
  void takesEmptyFilesForNoRecords() throws IOException {
    write("empty.json", "");
    write("blank.json", "\n \n");

    assertThat(events(), is(0));

    assertThat(partitions(), empty());
  }

  @Test
  void failsOnATruncatedFileAndNamesIt() throws IOException {
    write("a.json", SOLD);
    writeTruncatedGzip("cut.json.gz");

    assertThat(events(), is(1));

    assertThat(err.toString(UTF_8), containsString(input.resolve("cut.json.gz").toString()));
    assertThat(partitions(), empty());
    assertThat(filesBelow(folder.resolve("trusted/_levada/events/staging")), empty());
  }

  @Test
  void setsATruncatedFileAsideIfAsked() throws IOException {
    write("a.json", SOLD);
    writeTruncatedGzip("cut.json.gz");

    assertThat(events("--unreadableFiles=quarantine"), is(0));

    assertThat(
        out.toString(UTF_8),
        allOf(
            containsString("Set aside, not read: "),
            containsString(input.resolve("cut.json.gz").toString())));
    assertThat(partitions(), contains(DAY_ONE));
  }

  @Test
  void failsOnADanglingLinkAndNamesIt() throws IOException {
    write("a.json", SOLD);
    Files.createSymbolicLink(input.resolve("gone.json"), folder.resolve("nowhere.json"));

    assertThat(events(), is(1));

    assertThat(err.toString(UTF_8), containsString(input.resolve("gone.json").toString()));
  }

  @Test
  void failsOnAnOutputThatCannotBeWritten() throws IOException {
    write("a.json", SOLD);
    Path file = Files.writeString(folder.resolve("file"), "in the way");

    int exit = run("--input=" + input, "--output=" + file.resolve("events"));

    assertThat(exit, is(1));
    assertThat(err.toString(UTF_8), containsString(file.toString()));
  }

  @Test
  void failsOnAnOutputThatIsAFile() throws IOException {
    write("a.json", SOLD);
    Path file = Files.writeString(folder.resolve("file"), "in the way");

    assertThat(run("--input=" + input, "--output=" + file), is(1));

    assertThat(
        err.toString(UTF_8),
        equalTo("levada: Cannot write " + file + ": it is a file (give a folder)\n"));
  }

  @Test
  void refusesAnOutputInsideTheInput() throws IOException {
    write("a.json", SOLD);

    assertThat(run("--input=" + input, "--output=" + input.resolve("out")), is(2));

    assertThat(err.toString(UTF_8), containsString("overlaps with the output"));
  }

  @Test
  void refusesAStageInsideTheOutput() throws IOException {
    write("a.json", SOLD);

    assertThat(events("--stage=" + output.resolve("stage")), is(2));

    assertThat(err.toString(UTF_8), containsString("Invalid --stage: "));
  }

  @Test
  void rejectsARecordThatIsTooLargeWithItsLengthAndDigest() throws IOException {
    byte[] large = new byte[100_000_000];
    Arrays.fill(large, (byte) 'x');
    Files.write(input.resolve("large.json"), large);
    write("z.json", SOLD);

    assertThat(events(), is(0));

    assertThat(partitions(), contains(DAY_ONE));
    assertThat(
        rejects(),
        contains(
            allOf(
                containsString("\"code\":\"TOO_LARGE\""),
                containsString("\"record_length\":100000000"),
                containsString("\"record_sha256\":"))));
  }

  @Test
  void keepsTheRawRecordOfAReject() throws IOException {
    write("a.json", SOLD + "{\"event_id\": oops}\n");

    assertThat(events(), is(0));

    assertThat(
        rejects(),
        contains(
            allOf(
                containsString("\"file\":\"" + input.resolve("a.json") + "\""),
                containsString("\"position\":" + SOLD.length()),
                containsString("\"code\":\"NOT_JSON\""),
                containsString("\"record\":\"{\\\"event_id\\\": oops}\""))));
  }

  @ParameterizedTest
  @CsvSource({"--maxRejects=0", "--maxRejectRatio=0.3"})
  void publishesNothingButTheRejectsWhenThereAreTooMany(String limit) throws IOException {
    write("a.json", SOLD + "oops\n");

    assertThat(events(limit), is(3));

    assertThat(err.toString(UTF_8), containsString("1 of 2 records were rejected"));
    assertThat(partitions(), empty());
    assertThat(rejects(), contains(containsString("\"record\":\"oops\"")));
  }

  @Test
  void appendsByDefault() throws IOException {
    write("a.json", SOLD);

    assertThat(events(), is(0));
    assertThat(events(), is(0));

    assertThat(partitions(), contains(DAY_ONE, DAY_ONE));
  }

  @Test
  void replacesAllFilesOnOverwriteAndNoneOfANeighbour() throws IOException {
    write("a.json", SOLD);
    Path neighbour = folder.resolve("trusted/events_old/day=01/x.parquet");
    Files.createDirectories(neighbour.getParent());
    Files.writeString(neighbour, "not ours");
    assertThat(events(), is(0));
    write("a.json", SOLD_NEXT_DAY);

    assertThat(events("--writeMode=overwrite"), is(0));

    assertThat(partitions(), contains(DAY_TWO));
    assertThat(Files.exists(neighbour), is(true));
  }

  @Test
  void replacesOnlyThePartitionsItHasRowsFor() throws IOException {
    write("a.json", SOLD + SOLD_NEXT_DAY);
    assertThat(events(), is(0));
    List<String> before = dataFiles();
    write("a.json", SOLD_NEXT_DAY);

    assertThat(events("--writeMode=overwrite-partitions"), is(0));

    List<String> kept = new ArrayList<>(dataFiles());
    kept.retainAll(before);
    assertThat(partitions(), containsInAnyOrder(DAY_ONE, DAY_TWO));
    assertThat(kept.stream().map(file -> file.contains("day=01")).toList(), contains(true));
  }

  @Test
  void failsIfTheTableExistsAndItMustNot() throws IOException {
    write("a.json", SOLD);
    assertThat(events(), is(0));

    assertThat(events("--writeMode=fail-if-exists"), is(1));

    assertThat(err.toString(UTF_8), containsString("it has files already"));
    assertThat(partitions(), contains(DAY_ONE));
  }

  @Test
  void goesThroughTheStageZoneAndEmptiesIt() throws IOException {
    write("a.json", SOLD + SOLD + SOLD_NEXT_DAY);
    Path stage = folder.resolve("stage/events");

    assertThat(events("--stage=" + stage), is(0));

    assertThat(partitions(), containsInAnyOrder(DAY_ONE, DAY_TWO));
    assertThat(parquetBelow(stage), empty());
    assertThat(out.toString(UTF_8), containsString("distribute-events"));
  }

  @Test
  void distributesOnlyAfterParsingHasSucceeded() throws IOException {
    write("a.json", SOLD + "oops\n");
    Path stage = folder.resolve("stage/events");

    assertThat(events("--stage=" + stage, "--maxRejects=0"), is(3));

    assertThat(partitions(), empty());
    assertThat(parquetBelow(stage), empty());
  }

  @Test
  void takesTheColumnsOfASchemaFile() throws IOException {
    write("a.json", "{\"ID\":7,\"At\":\"2026-09-01\",\"kind\":\"x\"}\n");
    Path schema = folder.resolve("schema.json");
    Files.writeString(
        schema,
        "{\"fields\":[{\"name\":\"id\",\"source\":\"ID\",\"type\":\"long\"},"
            + "{\"name\":\"at\",\"source\":\"At\",\"type\":\"date\"},"
            + "{\"name\":\"kind\",\"type\":\"string\"}]}");

    int exit =
        events(
            "--schema=" + schema,
            "--timestampField=At",
            "--typeFields=kind",
            "--keyFields=ID",
            "--dateColumns=dt");

    assertThat(err.toString(UTF_8), exit, is(0));
    assertThat(partitions(), contains("domain_event_type=x/dt=2026-09-01"));
  }

  @ParameterizedTest
  @CsvSource(
      value = {
        "--schema=nowhere.json|Cannot find the schema ",
        "--dateColumns=a,b|Invalid --dateColumns: a,b",
        "--zone=Mars|Invalid --zone: Mars",
        "--keep=latest|Missing --orderField",
        "--targetFileSize=lots|Invalid --targetFileSize: lots",
        "--targetFileSize=1KB|Invalid --targetFileSize",
        "--maxRejects=-1|Invalid --maxRejects: -1",
        "--maxRejectRatio=2|Invalid --maxRejectRatio: 2.0",
        "--maxRecordBytes=0|Invalid --maxRecordBytes: 0",
        "--keyFields=evnt_id|evnt_id",
        "--typeFields=domian|domian",
        "--timestampField=tmie|tmie",
        "--partitionFields=yaer|yaer"
      },
      delimiter = '|')
  void tellsAWrongOptionInOneLine(String option, String message) throws IOException {
    write("a.json", SOLD);

    assertThat(events(option), is(2));

    assertThat(err.toString(UTF_8), containsString(message));
    assertThat(err.toString(UTF_8).lines().count(), is(1L));
    assertThat(partitions(), empty());
  }

  @Test
  void recordsEachStateOfTheRun() throws IOException {
    write("a.json", SOLD);

    assertThat(events(), is(0));

    assertThat(
        filesBelow(folder.resolve("trusted/_levada/events/runs")).stream()
            .map(file -> file.substring(file.lastIndexOf('/') + 1))
            .toList(),
        containsInAnyOrder(
            "inputs.jsonl.gz",
            "kept.json",
            "manifest.jsonl.gz",
            "outcome.jsonl.gz",
            "schema.json",
            "state-1.json",
            "state-2.json",
            "state-3.json",
            "state-4.json"));
  }

  private int events(String... options) {
    List<String> arguments = new ArrayList<>(List.of("--input=" + input, "--output=" + output));
    arguments.addAll(List.of(options));
    return run(arguments.toArray(String[]::new));
  }

  private int run(String... options) {
    out.reset();
    err.reset();
    List<String> arguments = new ArrayList<>(List.of("run", "events"));
    arguments.addAll(List.of(options));
    return new Levada(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of(), false)
        .run(arguments.toArray(String[]::new));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(input.resolve(name), text);
  }

  private void writeTruncatedGzip(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(SOLD.repeat(1_000).getBytes(UTF_8));
    }
    Files.write(input.resolve(name), Arrays.copyOf(bytes.toByteArray(), bytes.size() / 2));
  }

  private List<String> dataFiles() throws IOException {
    return parquetBelow(output);
  }

  /** The partition of each data file. */
  private List<String> partitions() throws IOException {
    return dataFiles().stream()
        .map(file -> output.relativize(Path.of(file).getParent()).toString())
        .toList();
  }

  private List<String> rejects() throws IOException {
    List<String> lines = new ArrayList<>();
    for (String file : filesBelow(folder.resolve("trusted/_levada/events/runs"))) {
      if (file.contains("/rejects/")) {
        byte[] text = new GZIPInputStream(Files.newInputStream(Path.of(file))).readAllBytes();
        lines.addAll(new String(text, UTF_8).lines().toList());
      }
    }
    return lines;
  }

  private static List<String> parquetBelow(Path folder) throws IOException {
    return filesBelow(folder).stream().filter(file -> file.endsWith(".parquet")).toList();
  }

  private static List<String> filesBelow(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
    }
  }
}
