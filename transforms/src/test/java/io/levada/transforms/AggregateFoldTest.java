/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import static io.levada.transforms.AggregateMeasure.mean;
import static io.levada.transforms.AggregateMeasure.rows;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.levada.rows.Envelope;
import io.levada.rows.GroupCount;
import io.levada.rows.Note;
import io.levada.rows.ReadCount;
import io.levada.rows.RowBlock;
import io.levada.rows.RowFold;
import io.levada.rows.Tally;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.testing.PAssert;
import org.apache.beam.sdk.testing.TestPipeline;
import org.apache.beam.sdk.testing.TestPipelineExtension;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(TestPipelineExtension.class)
class AggregateFoldTest {

  private static final Schema PERSON =
      Schema.builder()
          .addInt32Field("idade")
          .addNullableField("salario", FieldType.DOUBLE)
          .addNullableField("mes", FieldType.STRING)
          .build();

  private static final AggregateSalary MEANS =
      AggregateSalary.create()
          .by("mes", "idade")
          .measuring(mean("salario").as("salario_medio"), rows().as("pessoas"));

  @Test
  void makesTheRowsThatTheRowsAloneWouldMake(TestPipeline pipeline) {
    RowFold.Part part = MEANS.fold(PERSON).begin();
    part.add(block(0, "05", new Object[] {30, 30, 31}, new Object[] {1.0, 2.0, null}));
    part.add(block(1, null, new Object[] {30}, new Object[] {4.0}));
    RowFold.Part other = MEANS.fold(PERSON).begin();
    other.add(block(2, "05", new Object[] {30}, new Object[] {6.0}));

    PCollection<Row> rows = aggregated(pipeline, part, other);

    Schema schema = rows.getSchema();
    PAssert.that(rows)
        .satisfies(
            made -> {
              List<List<Object>> groups = new ArrayList<>();
              for (Row row : made) {
                if (Envelope.noteOf(row) == null) {
                  groups.add(row.getValues().subList(Envelope.WIDTH, schema.getFieldCount()));
                }
              }
              groups.sort((left, right) -> left.toString().compareTo(right.toString()));
              assertThat(
                  groups.toString(),
                  equalTo("[[05, 30, 3.0, 3], [05, 31, null, 1], [null, 30, 4.0, 1]]"));
              return null;
            });
    pipeline.run();
  }

  @Test
  void countsTheRowsByTheirPositions(TestPipeline pipeline) {
    RowFold.Part part = MEANS.fold(PERSON).begin();
    RowBlock block = block(3, "05", new Object[] {30, 31}, new Object[] {1.0, 2.0});
    block.fill(100, 2);
    part.add(block);

    PCollection<Row> rows = aggregated(pipeline, part);

    PAssert.that(rows)
        .satisfies(
            made -> {
              GroupCount counted = GroupCount.ZERO;
              for (Row row : made) {
                byte[] note = Envelope.noteOf(row);
                if (note != null) {
                  counted = counted.plus((GroupCount) Note.decode(note, 0, note.length));
                }
              }
              Tally.Counter expected = new Tally.Counter();
              expected.add(3, 100);
              expected.add(3, 101);
              assertThat(counted.in(), equalTo(expected.tally()));
              assertThat(counted.out().count(), equalTo(2L));
              return null;
            });
    pipeline.run();
  }

  @Test
  void passesNotesOn(TestPipeline pipeline) {
    Note read = new ReadCount(0, 0, 9, true, new Tally(1, 2, 3));
    RowFold.Part part = MEANS.fold(PERSON).begin();
    part.add(read);

    PCollection<Row> rows = aggregated(pipeline, part);

    PAssert.that(rows).containsInAnyOrder(Envelope.of(rows.getSchema(), read));
    pipeline.run();
  }

  @Test
  void isEmptyWhenItHasGivenAllAway() {
    RowFold.Part part = MEANS.fold(PERSON).begin();
    part.add(block(0, "05", new Object[] {30}, new Object[] {1.0}));
    given(part);

    assertThat(given(part), empty());
  }

  @Test
  void isFullOfManyGroups() {
    RowFold.Part part = MEANS.fold(PERSON).begin();
    int rows = 0;
    while (!part.isFull()) {
      part.add(block(0, "05", new Object[] {rows}, new Object[] {1.0}));
      rows++;
    }

    assertThat(rows, greaterThan(10_000));
  }

  private static PCollection<Row> aggregated(TestPipeline pipeline, RowFold.Part... parts) {
    List<KV<Integer, byte[]>> chunks = new ArrayList<>();
    for (RowFold.Part part : parts) {
      chunks.addAll(given(part));
    }
    return pipeline
        .apply(Create.of(chunks).withCoder(AggregateFolded.CODER))
        .apply(MEANS.folded(Envelope.around(PERSON)));
  }

  private static List<KV<Integer, byte[]>> given(RowFold.Part part) {
    List<KV<Integer, byte[]>> chunks = new ArrayList<>();
    part.give((shard, chunk) -> chunks.add(KV.of(shard, chunk)));
    return chunks;
  }

  /** A file's rows, which all have the same mes. */
  private static RowBlock block(
      int file, @Nullable String mes, Object[] idade, @Nullable Object[] salario) {
    RowBlock block =
        new RowBlock(file, new Object[] {null, null, mes}, new Object[][] {idade, salario, null});
    block.fill(0, idade.length);
    return block;
  }
}
