/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import io.levada.rows.RowLayout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkOutcomeTest {

  private static final Schema SCHEMA = Schema.builder().addStringField("id").build();
  private static final RowCodec CODEC = RowCodec.of(SCHEMA, RowLayout.none());

  @TempDir private Path folder;

  @Test
  void goesOnWhileTheRunIsOpen() {
    assertDoesNotThrow(outcome("run-1")::check);
  }

  @Test
  void stopsAWorkerWhoseRunWasUndone() throws IOException {
    Files.createDirectories(folder.resolve("runs/run-2"));
    Files.writeString(folder.resolve("runs/run-2/state-2.json"), "{}");

    IOException undone = assertThrows(IOException.class, outcome("run-2")::check);

    assertThat(undone.getMessage(), equalTo("Cannot write: run run-2 was undone"));
  }

  @Test
  void stopsAWorkerOfThisProcessWhoseRunIsBeingUndone() {
    SinkOutcome outcome = outcome("run-3");
    area("run-3").close();

    IOException undone = assertThrows(IOException.class, outcome::check);

    assertThat(undone.getMessage(), containsString("run run-3 is being undone"));
  }

  @Test
  void stagesWhatTheSinkRefuses() throws IOException {
    SinkOutcome outcome = outcome("run-4");
    EncodedRow row = CODEC.newRow();
    CODEC.encode(Row.withSchema(SCHEMA).addValues("a").build(), row);

    outcome.refused(row.bytes(), 0, "REFUSED", "not wanted");

    assertThat(outcome.finish().stream().map(DataFile::rows).toList(), contains(1L));
    assertThat(outcome.codes(), equalTo(Map.of("REFUSED", 1L)));
  }

  private SinkOutcome outcome(String run) {
    return new SinkOutcome(
        CODEC, area(run), InputNames.none(), "slot", "attempt", new FateTallies.Counter());
  }

  private StagingArea area(String run) {
    return new StagingArea(
        Storages.stagingIn(location("staging")), location("table"), location("runs/" + run), run);
  }

  private Location location(String name) {
    return Location.of(folder.resolve(name).toString());
  }
}
