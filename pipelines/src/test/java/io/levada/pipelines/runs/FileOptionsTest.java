/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.io.landing.Processed;
import io.levada.pipelines.runs.FileOptions.UnreadableFiles;
import org.junit.jupiter.api.Test;

class FileOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        FileOptions.class,
        option("input", null),
        option("landing", null),
        option("maxRecordBytes", "64MB"),
        option("processed", Processed.MOVE),
        option("schema", null),
        option("unreadableFiles", UnreadableFiles.FAIL),
        option("zone", "UTC"));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        FileOptions.class,
        option("input", "landing/*.json", "landing/*.json"),
        option("landing", "s3://landing", "s3://landing"),
        option("maxRecordBytes", "1KB", "1KB"),
        option("processed", "keep", Processed.KEEP),
        option("schema", "infer", "infer"),
        option("unreadableFiles", "quarantine", UnreadableFiles.QUARANTINE),
        option("zone", "America/Sao_Paulo", "America/Sao_Paulo"));
  }
}
