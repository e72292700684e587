/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we write, as we read it. */
class KnownRowsTest {

  @TempDir private Path folder;

  @Test
  void readsPlainColumnsOfAllTypesToTheSameRows() throws IOException {
    assertReadsWhatItWrites(KnownRows.plain());
  }

  @Test
  void readsListsMapsAndStructsToTheSameRows() throws IOException {
    assertReadsWhatItWrites(KnownRows.nested());
  }

  @Test
  void readsPartitionsOfEveryOddName() throws IOException {
    assertReadsWhatItWrites(KnownRows.oddPartitions(), "part");
  }

  private void assertReadsWhatItWrites(KnownRows known, String... partition) throws IOException {
    new TableOnDisk(folder.resolve("table"))
        .write(known.schema(), known.rows(), partition)
        .assertHolds(known.schema(), known.rows());
  }
}
