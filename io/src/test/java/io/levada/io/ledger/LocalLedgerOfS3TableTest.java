/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(SandboxExtension.class)
class LocalLedgerOfS3TableTest {

  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-01-31T23:59:59Z"), ZoneOffset.UTC);

  @TempDir private Path folder;
  private Location table;
  private Ledger ledger;

  @BeforeEach
  void claim(Sandbox sandbox, SandboxSpace space) throws IOException {
    AwsSettings aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
    table = Location.of("s3://" + space.bucket()).child("table");
    ledger = Ledger.claim(aws, table, Location.of(folder.toString()).child("ledger"));
  }

  @Test
  void stagesRejectsBesideTheRecords() {
    assertThat(
        ledger.stagingFolder("run-1"),
        equalTo(Location.of(folder.toString()).child("ledger/staging/run-1")));
  }

  @Test
  void publishesRowsThereAndRejectsHere() throws IOException {
    Run run = ledger.begin("run-1", CLOCK, Map.of());
    PublishPlan plan = plan(run);

    run.prepare(plan, Map.of());
    run.publish(plan);
    run.commit(plan);

    assertThat(contents(plan), contains("rows", "rejects"));
    assertThat(Files.exists(folder.resolve("ledger/staging/run-1")), is(false));
  }

  @Test
  void recoversARunThatWasCutOff() throws IOException {
    Run run = ledger.begin("run-1", CLOCK, Map.of());
    PublishPlan plan = plan(run);
    run.prepare(plan, Map.of());

    List<Recovery.Recovered> recovered = recover();

    assertThat(
        recovered,
        contains(new Recovery.Recovered("run-1", Run.State.PREPARED, Run.State.COMMITTED, "")));
    assertThat(contents(plan), contains("rows", "rejects"));
  }

  @Test
  void undoesARunWithWhatItHasStagedHere() throws IOException {
    plan(ledger.begin("run-1", CLOCK, Map.of()));

    recover();
    recover();

    assertThat(Files.exists(folder.resolve("ledger/staging/run-1")), is(false));
  }

  private List<Recovery.Recovered> recover() throws IOException {
    return new Recovery(ledger, LockCheck.NONE, CLOCK).recover();
  }

  private PublishPlan plan(Run run) throws IOException {
    StagedFile rows = stage(run, table.child("run-1.parquet"), "rows");
    StagedFile rejects = stage(run, run.folder().child("rejects/run-1.jsonl"), "rejects");
    return new PublishPlan(List.of(rows, rejects), List.of(), List.of(), table.child("_SUCCESS"));
  }

  private StagedFile stage(Run run, Location file, String content) throws IOException {
    StagedUpload upload = ledger.storages(run.id()).of(file).stage(file, "1");
    upload.write(content.getBytes(UTF_8));
    return upload.finish();
  }

  private List<String> contents(PublishPlan plan) throws IOException {
    Location rows = plan.complete().get(0).location();
    Location rejects = plan.complete().get(1).location();
    return List.of(read(rows), read(rejects));
  }

  private String read(Location file) throws IOException {
    Optional<byte[]> content = ledger.storage(file).read(file);
    return new String(content.orElseThrow(), UTF_8);
  }
}
