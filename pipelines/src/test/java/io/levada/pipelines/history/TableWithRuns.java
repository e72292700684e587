/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.levada.io.ledger.Departure;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.PublishPlan;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.ledger.Run;
import io.levada.io.ledger.RunId;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A landing zone and a table in a folder or a bucket, runs of {@code parse-events}, and runs cut
 * off.
 */
final class TableWithRuns {

  private final LevadaCommands levada;
  private final AwsSettings aws;
  private final Location zone;
  private final Location table;

  /**
   * @param place where the zone and the table are
   */
  TableWithRuns(LevadaCommands levada, Location place, AwsSettings aws) {
    this.levada = levada;
    this.aws = aws;
    this.zone = place.child("zone");
    this.table = place.child("lake/events");
  }

  /** In a folder of this machine. */
  static TableWithRuns in(Path folder) {
    return new TableWithRuns(
        new LevadaCommands(folder), Location.of(folder.toString()), AwsSettings.ofTheMachine());
  }

  LevadaCommands levada() {
    return levada;
  }

  Location table() {
    return table;
  }

  /** Where a file waits. */
  Location pending(String name) {
    return zone.child("pending/" + name);
  }

  Ledger ledger() throws IOException {
    return Ledger.find(aws, table);
  }

  Storage storage() {
    return Storages.withoutStaging().withAws(aws).of(table);
  }

  void put(String name, String records) throws IOException {
    storage().write(pending(name), records.getBytes(UTF_8));
  }

  /** Runs the pipeline on the zone; returns the run's id. */
  String run(String... options) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of("parse-events", "--landing=" + zone, "--output=" + table, "--schema=infer"));
    words.addAll(List.of(options));
    if (aws.endpoint() != null) {
      words.add("--endpoint=" + aws.endpoint());
    }
    int exit = levada.run(words.toArray(String[]::new));
    if (exit != 0) {
      throw new IllegalStateException("Exit code " + exit + ": " + levada.err());
    }
    return newest().id();
  }

  RecordedRun newest() throws IOException {
    return ledger().runs().get(0);
  }

  RecordedRun recorded(String run) throws IOException {
    return ledger().run(run).orElseThrow();
  }

  /** Runs {@code levada runs} or {@code bookmark} with the table behind the second word. */
  int command(String command, String subcommand, String... more) {
    List<String> words = new ArrayList<>(List.of(command, subcommand, table.uri()));
    words.addAll(List.of(more));
    if (aws.endpoint() != null) {
      words.add("--endpoint=" + aws.endpoint());
    }
    return levada.command(words.toArray(String[]::new));
  }

  /** A run that was cut off as OPEN, with a file staged. */
  String cutOffOpen() throws IOException {
    String id = RunId.at(Clock.systemUTC().instant());
    Ledger ledger = Ledger.claim(aws, table, null);
    ledger.begin(id, Clock.systemUTC(), Map.of("pipeline", "parse-events"));
    stage(id);
    return id;
  }

  /** A run that was cut off as PREPARED, whose one file is staged. */
  String cutOffPrepared(List<Location> replaced, List<Departure> departures) throws IOException {
    String id = RunId.at(Clock.systemUTC().instant());
    Ledger ledger = Ledger.claim(aws, table, null);
    Run run = ledger.begin(id, Clock.systemUTC(), Map.of("pipeline", "parse-events"));
    run.prepare(
        new PublishPlan(
            List.of(stage(id)), replaced, List.of(""), table.child("_SUCCESS"), departures),
        Map.of("read", 1, "written", 1));
    return id;
  }

  /** Moves a file that waits to where it can't be, as a file is there in a folder's place. */
  Departure refusedMove(String name) throws IOException {
    Entry entry = storage().status(pending(name)).orElseThrow();
    Location file = zone.child("processed");
    storage().createIfAbsent(file, new byte[0]);
    return Departure.move(entry, file.child("date=2026-01-31/" + name));
  }

  private StagedFile stage(String run) throws IOException {
    Location file = table.child("part-" + run + ".parquet");
    try (StagedUpload upload = ledger().storages(run).of(file).stage(file, "attempt")) {
      upload.write("rows".getBytes(UTF_8), 0, 4);
      return upload.finish();
    }
  }

  /** All files below the place, for tests that nothing is changed. */
  static List<String> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(Path::toString).sorted().toList();
    }
  }
}
