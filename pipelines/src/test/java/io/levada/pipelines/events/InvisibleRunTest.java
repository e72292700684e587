/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.Zones.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.S3Zones;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a run has staged is nowhere for those who list the table, DuckDB and S3's listing alike. */
@ExtendWith(SandboxExtension.class)
class InvisibleRunTest {

  @TempDir private Path folder;
  private Sandbox sandbox;
  private S3Zones zones;
  private List<String> files;

  @BeforeEach
  void fillTable(Sandbox sandbox, SandboxSpace space) {
    this.sandbox = sandbox;
    zones = new S3Zones(sandbox, space, folder);
    zones.deliver("old.json", event("old"));
    assertThat(zones.err(), zones.eventsAtOnce(), is(0));
    files = List.copyOf(zones.list(zones.table()).keySet());
    zones.deliver("new.json", event("new"));
  }

  @AfterEach
  void leave() {
    zones.close();
  }

  @ParameterizedTest
  @CsvSource({
    "CreateMultipartUpload, events/.*",
    "UploadPart, events/.*",
    "PutObject, _levada/events/runs/.*/manifest.*",
    "PutObject, _levada/events/runs/.*/outcome.*",
    "PutObject, _levada/events/runs/.*/state-2.*"
  })
  void showsTheOldTableUntilItIsPrepared(String operation, String key) throws Exception {
    List<List<String>> seen = new ArrayList<>();
    sandbox
        .faults()
        .add(
            Fault.runAfter(() -> seen.add(look()))
                .on(operation)
                .ofBucket(zones.bucket("trusted"))
                .ofKeyMatching(key)
                .atCall(1));

    int exit = zones.eventsAtOnce("--writeMode=overwrite", "--replaceWithNewInputsOnly");

    assertThat(zones.err(), exit, is(0));
    List<String> before = new ArrayList<>(files);
    before.add("old");
    assertThat(seen, contains(before));
    assertThat(zones.rows("event_id"), contains("new"));
  }

  /** Whoever lists while files are replaced never finds fewer rows than before. */
  @Test
  void showsTheNewFilesBeforeTheOldOnesGo() throws Exception {
    List<List<String>> seen = new ArrayList<>();
    sandbox
        .faults()
        .add(
            Fault.run(() -> seen.add(rows()))
                .on("PutObject")
                .ofKeyMatching("_levada/events/runs/.*/state-3.*")
                .atCall(1));

    int exit = zones.eventsAtOnce("--writeMode=overwrite", "--replaceWithNewInputsOnly");

    assertThat(zones.err(), exit, is(0));
    assertThat(seen, contains(equalTo(List.of("new", "old"))));
  }

  private List<String> look() {
    List<String> look = new ArrayList<>(zones.list(zones.table()).keySet());
    look.addAll(rows());
    return look;
  }

  private List<String> rows() {
    try {
      return zones.rows("event_id");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
