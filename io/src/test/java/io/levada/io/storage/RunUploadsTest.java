/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunUploadsTest {

  private static final Location TABLE = Location.of("s3://bucket/gold");

  @ParameterizedTest
  @CsvSource({
    "s3://bucket/gold/day=1/part-3-x-1-0.parquet, true",
    "s3://bucket/gold/x-1, true",
    "s3://bucket/gold/x-1/rejects/a, true",
    "s3://bucket/gold/part-x-10-0.parquet, false",
    "s3://bucket/gold/part-max-1-0.parquet, false",
    "s3://bucket/gold/max-1-x-1, true",
    "s3://bucket/gold/part-3.parquet, false",
    "s3://bucket/gold_old/x-1, false",
    "s3://other/gold/x-1, false"
  })
  void knowsTheUploadsOfARunByItsIdInItsFolders(String location, boolean ours) {
    assertThat(
        new RunUploads(List.of("x-1"), List.of(TABLE)).cover(Location.of(location)), is(ours));
  }

  @Test
  void looksOnS3Only() {
    RunUploads uploads = new RunUploads(List.of("x-1"), List.of(Location.of("/ledger"), TABLE));

    assertThat(uploads.foldersOnS3(), contains(TABLE));
  }
}
