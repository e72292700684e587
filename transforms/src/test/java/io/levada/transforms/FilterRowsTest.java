/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.rows.Envelope;
import io.levada.rows.FilterCount;
import io.levada.rows.Note;
import io.levada.rows.ReadCount;
import io.levada.rows.Tally;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class FilterRowsTest {

  private static final Schema DATA = Schema.builder().addNullableInt32Field("n").build();
  private static final Schema ENVELOPED = Envelope.around(DATA);
  private static final ReadCount READ = new ReadCount(1, 0, 9, true, new Tally(2, 3, 4));
  private static final FilterRows EVEN = FilterRows.by(row -> row.getInt32("n") % 2 == 0);

  private static Row row(Schema schema, Object... values) {
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private static PCollection<Row> filtered(TestPipeline pipeline, Schema schema, Row... rows) {
    return pipeline
        .apply("Rows", Create.of(List.of(rows)).withRowSchema(schema))
        .apply("Filter rows", EVEN);
  }

  @Test
  void passesTheRowsForWhichItIsTrue(TestPipeline pipeline) {
    PCollection<Row> rows =
        filtered(pipeline, DATA, row(DATA, 1), row(DATA, 2), row(DATA, 4), row(DATA, 5));

    assertThat(rows.getSchema(), equalTo(DATA));
    PAssert.that(rows).containsInAnyOrder(row(DATA, 2), row(DATA, 4));
    pipeline.run();
  }

  @Test
  void tellsInAnEnvelopeWhichRowsItHasLeftOut(TestPipeline pipeline) {
    PCollection<Row> rows =
        filtered(
            pipeline,
            ENVELOPED,
            row(ENVELOPED, 0, 10L, null, 1),
            row(ENVELOPED, 0, 20L, null, 2),
            row(ENVELOPED, 1, 0L, null, 3),
            row(ENVELOPED, 0, 30L, null, 5),
            Envelope.of(ENVELOPED, READ));

    PAssert.that(rows).satisfies(FilterRowsTest::checkTold);
    pipeline.run();
  }

  private static Void checkTold(Iterable<Row> rows) {
    Map<Integer, Tally> leftOut = new HashMap<>();
    TreeSet<Integer> kept = new TreeSet<>();
    int reads = 0;
    for (Row row : rows) {
      byte[] bytes = Envelope.noteOf(row);
      if (bytes == null) {
        kept.add(row.getInt32("n"));
      } else if (Note.decode(bytes, 0, bytes.length) instanceof FilterCount count) {
        leftOut.merge(count.file(), count.rows(), Tally::plus);
      } else {
        reads++;
      }
    }
    assertThat(kept, equalTo(new TreeSet<>(List.of(2))));
    assertThat(reads, equalTo(1));
    assertThat(leftOut, equalTo(Map.of(0, tally(0, 10, 30), 1, tally(1, 0))));
    return null;
  }

  private static Tally tally(int file, long... offsets) {
    Tally.Counter counter = new Tally.Counter();
    for (long offset : offsets) {
      counter.add(file, offset);
    }
    return counter.tally();
  }
}
