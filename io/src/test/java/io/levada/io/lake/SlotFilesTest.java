/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.rows.RowCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotFilesTest {

  private static final RowCodec CODEC = RowCodec.of(Rows.SCHEMA, Rows.BY_PART);

  @TempDir private Path folder;

  @Test
  void holdsNoMoreLargeRowsForItsSampleThanFitInMemory() throws IOException {
    byte[] row = Rows.chunk(CODEC, List.of(Rows.row(1, "x".repeat(1 << 20), "p")));
    Path staging = folder.resolve("staging");
    SlotMemory memory = SlotMemory.of(64 << 20);
    try (SpillFolder workspace = SpillFolder.withMemory(memory.stepBytes())) {
      SlotFiles files = slotFiles(staging, memory, workspace);

      for (int i = 0; i < 4; i++) {
        files.write(row, 0);
      }

      assertThat(Files.exists(staging), equalTo(true));
      files.abort();
    }
  }

  private SlotFiles slotFiles(Path staging, SlotMemory memory, SpillFolder workspace) {
    Location home = Location.of(folder.toString());
    StagingArea area =
        new StagingArea(
            Storages.stagingIn(Location.of(staging.toString())),
            home.child("table"),
            home.child("run"),
            "run-1");
    return new SlotFiles(
        CODEC,
        BeamToParquet.schema(Rows.SCHEMA, Set.of("part"), FileFormat.DEFAULT.timestamps()),
        FileFormat.DEFAULT,
        area,
        "slot",
        "attempt",
        memory,
        workspace);
  }
}
