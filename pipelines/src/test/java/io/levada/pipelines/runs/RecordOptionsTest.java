/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.io.landing.Processed;
import io.levada.pipelines.runs.RecordOptions.UnknownFieldsOption;
import io.levada.pipelines.runs.RecordOptions.UnreadableFiles;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        RecordOptions.class,
        option("input", null),
        option("landing", null),
        option("maxRecordBytes", "64MB"),
        option("processed", Processed.MOVE),
        option("schema", null),
        option("typed", null),
        option("unknownFields", UnknownFieldsOption.DROP),
        option("unreadableFiles", UnreadableFiles.FAIL),
        option("zone", "UTC"));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        RecordOptions.class,
        option("input", "landing/*.json", "landing/*.json"),
        option("landing", "s3://landing", "s3://landing"),
        option("maxRecordBytes", "1KB", "1KB"),
        option("processed", "keep", Processed.KEEP),
        option("schema", "infer", "infer"),
        option("typed", "data,more", List.of("data", "more")),
        option("unknownFields", "keep", UnknownFieldsOption.KEEP),
        option("unreadableFiles", "quarantine", UnreadableFiles.QUARANTINE),
        option("zone", "America/Sao_Paulo", "America/Sao_Paulo"));
  }
}
