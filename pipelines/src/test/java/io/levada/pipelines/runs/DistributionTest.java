/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.UsageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.logicaltypes.SqlTypes;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;

class DistributionTest {

  @Test
  void colocatesByTheDateWhereItDerivesFromTheKey() {
    assertThat(distribution().layout().colocation(), contains("year", "month", "day"));
  }

  @Test
  void colocatesByTheTypeAsWellWhereThatDerivesFromTheKey() {
    assertThat(
        distribution("--keyFields=timestamp,domain,event_type").layout().colocation(),
        contains("domain_event_type", "year", "month", "day"));
  }

  @Test
  void colocatesByNothingThatRowsOfAKeyMayDifferIn() {
    assertThat(distribution("--keyFields=event_id").layout().colocation(), empty());
  }

  @Test
  void colocatesByAPartitionColumnOfTheKey() {
    assertThat(
        distribution("--keyFields=event_id,domain", "--partitionFields=domain,year")
            .layout()
            .colocation(),
        contains("domain"));
  }

  @Test
  void looksForNoDuplicatesIfThereIsNoKey() {
    assertThat(distribution("--keyFields=none").layout().key(), empty());
  }

  @Test
  void leavesTheTableUnpartitionedIfAsked() {
    assertThat(distribution("--partitionFields=none").layout().partition(), empty());
  }

  @Test
  void takesNamesInAnyCase() {
    assertThat(distribution("--keyFields=Event_ID").layout().key(), contains("event_id"));
  }

  @Test
  void refusesABlankName() {
    UsageException refused =
        assertThrows(UsageException.class, () -> distribution("--keyFields=event_id, "));

    assertThat(
        refused.getMessage(), equalTo("Invalid column name: ' ' (expected a name, or none)"));
  }

  @Test
  void countsTheDaysOfInstants() {
    List<Row> rows =
        rows(
            FieldType.logicalType(SqlTypes.TIMESTAMP),
            Instant.parse("2026-09-01T10:00:00Z"),
            Instant.parse("2026-09-01T11:00:00Z"),
            Instant.parse("2026-09-02T10:00:00Z"));

    assertThat(distribution().colocations(rows), equalTo(2L));
  }

  @Test
  void countsTheDaysOfText() {
    List<Row> rows =
        rows(FieldType.STRING, "2026-09-01T10:00:00Z", "2026-09-01 11:00:00", "2026-09-02T10:00Z");

    assertThat(distribution().colocations(rows), equalTo(2L));
  }

  @Test
  void countsTheDaysOfEpochs() {
    List<Row> rows = rows(FieldType.INT64, 1_788_264_000L, 1_788_264_001_000L, 1_788_364_000L);

    assertThat(distribution().colocations(rows), equalTo(2L));
  }

  @Test
  void countsNoColocationsWhereThereAreNone() {
    List<Row> rows = rows(FieldType.STRING, "2026-09-01");

    assertThat(distribution("--keyFields=event_id").colocations(rows), equalTo(0L));
  }

  private static Distribution distribution(String... options) {
    return Distribution.of(
        PipelineOptionsFactory.fromArgs(options).as(DistributionOptions.class), "UTC");
  }

  private static List<Row> rows(FieldType type, Object... timestamps) {
    Schema schema = Schema.builder().addField("timestamp", type).build();
    List<Row> rows = new ArrayList<>();
    for (Object timestamp : timestamps) {
      rows.add(Row.withSchema(schema).addValue(timestamp).build());
    }
    return rows;
  }
}
