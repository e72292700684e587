/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Makes a row of each group's columns and of the measures that are asked for. */
final class AggregateToRow extends DoFn<KV<Integer, AggregateGroups>, Row> {

  private final RowCodec groupCodec;
  private final Schema schema;
  private final String column;
  private final List<AggregateMeasure> measures;

  private transient EncodedRow window;

  /**
   * @param schema the group columns and then the measures
   */
  AggregateToRow(
      RowCodec groupCodec, Schema schema, String column, List<AggregateMeasure> measures) {
    this.groupCodec = groupCodec;
    this.schema = schema;
    this.column = column;
    this.measures = List.copyOf(measures);
  }

  @Setup
  public void setUp() {
    window = groupCodec.newRow();
  }

  @ProcessElement
  public void toRows(@Element KV<Integer, AggregateGroups> shard, OutputReceiver<Row> output) {
    shard.getValue().forEach((group, totals) -> output.output(toRow(group, totals)));
  }

  private Row toRow(byte[] group, AggregateTotals totals) {
    groupCodec.scan(group, 0, window);
    List<Object> values = new ArrayList<>(groupCodec.decode(window).getValues());
    for (AggregateMeasure measure : measures) {
      values.add(valueOf(measure, totals));
    }
    return Row.withSchema(schema).attachValues(values);
  }

  private @Nullable Object valueOf(AggregateMeasure measure, AggregateTotals totals) {
    try {
      return measure.of(totals);
    } catch (ArithmeticException e) {
      throw new ArithmeticException("Cannot aggregate column " + column + ": " + e.getMessage());
    }
  }
}
