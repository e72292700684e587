/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StagingAreaTest {

  @TempDir private Path folder;

  @Test
  void stagesNothingOnceItIsClosedNotEvenForWorkersThatHaveACopy() {
    StagingArea area = area("closed");
    StagingArea copy = SerializableUtils.clone(area);

    area.close();

    IOException failure =
        assertThrows(
            IOException.class, () -> copy.open(DataFile.Content.DATA, "a.parquet", "attempt"));
    assertThat(failure.getMessage(), equalTo("Cannot stage a.parquet: run closed is being undone"));
    assertThat(Files.exists(folder.resolve("staging/closed")), equalTo(false));
  }

  @Test
  void leavesOtherRunsAlone() throws IOException {
    area("first").close();

    area("second").open(DataFile.Content.DATA, "a.parquet", "attempt").abort();

    assertThat(Files.isDirectory(folder.resolve("staging/second")), equalTo(true));
  }

  private StagingArea area(String run) {
    Location root = Location.of(folder.toString());
    return new StagingArea(
        Storages.stagingIn(root.child("staging").child(run)),
        root.child("table"),
        root.child("runs").child(run),
        run);
  }
}
