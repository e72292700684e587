/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplacedPartitionsTest {

  @ParameterizedTest
  @CsvSource({
    "c=a\u00e7/day=14/x.parquet, true",
    "c=a%C3%A7/day=14/x.parquet, true",
    "C=a\u00e7/Day=14/x.parquet, true",
    "c=a\u00e7/day=14/run=7/x.parquet, true",
    "c=a\u00e7/day=14/run=20260131T235959987Z-1a2b3c4d5e6f/x.parquet, true",
    "c=a\u00e7/run=20260131T235959987Z-1a2b3c4d5e6f/x.parquet, false",
    "c=a\u00e7/day=15/x.parquet, false",
    "c=A\u00c7/day=14/x.parquet, false",
    "c=a\u00e7/x.parquet, false",
    "x.parquet, false"
  })
  void goesByWhatAPathMeans(String path, boolean has) {
    ReplacedPartitions written = new ReplacedPartitions(Set.of("c=a\u00e7/day=14", "c=b/day=14"));

    assertThat(written.have(path), is(has));
  }

  @ParameterizedTest
  @CsvSource({"x.parquet", "below/x.parquet", "run=20260131T235959987Z-1a2b3c4d5e6f/x.parquet"})
  void hasAllFilesOfATableWithoutPartitions(String path) {
    assertThat(new ReplacedPartitions(Set.of("")).have(path), is(true));
  }
}
