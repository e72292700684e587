/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.io.lake.FileFormat.Compression;
import io.levada.io.lake.FileFormat.TimestampUnit;
import org.junit.jupiter.api.Test;

class LakeOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        LakeOptions.class,
        option("compression", Compression.SNAPPY),
        option("ledger", null),
        option("lockLease", "60s"),
        option("maxRejectRatio", null),
        option("maxRejects", null),
        option("output", null),
        option("targetFileSize", "256MB"),
        option("timestampUnit", TimestampUnit.MICROS));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        LakeOptions.class,
        option("compression", "zstd", Compression.ZSTD),
        option("ledger", "ledgers/events", "ledgers/events"),
        option("lockLease", "5m", "5m"),
        option("maxRejectRatio", "0.25", 0.25),
        option("maxRejects", "0", 0L),
        option("output", "lake/events", "lake/events"),
        option("targetFileSize", "1GB", "1GB"),
        option("timestampUnit", "millis", TimestampUnit.MILLIS));
  }
}
