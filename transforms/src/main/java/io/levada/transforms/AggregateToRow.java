/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import io.levada.rows.Envelope;
import io.levada.rows.GroupCount;
import io.levada.rows.Hash64;
import io.levada.rows.RowCodec;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Adds up the groups of a shard, and makes a row of each group's columns and of the measures that
 * are asked for. In an envelope the rows of a shard are followed by their count, and by the notes
 * that came with them.
 */
final class AggregateToRow extends DoFn<KV<Integer, Iterable<byte[]>>, Row> {

  private static final long POSITION_SEED = 0x165667b19e3779f9L;

  private final RowCodec groupCodec;
  private final Schema schema;
  private final List<AggregateMeasure> measures;
  private final List<AggregateColumn> columns;
  private final int[] columnOfMeasure;

  /** How many columns of a row come before the group's: the envelope's, or none. */
  private final int skipped;

  private transient EncodedRow window;

  /**
   * @param groupCodec codes the group columns alone
   * @param schema the group columns and then the measures, with or without an envelope
   * @param columnOfMeasure of each measure, which of the columns it is made of
   */
  AggregateToRow(
      RowCodec groupCodec,
      Schema schema,
      List<AggregateColumn> columns,
      List<AggregateMeasure> measures,
      int[] columnOfMeasure) {
    this.groupCodec = groupCodec;
    this.schema = schema;
    this.measures = List.copyOf(measures);
    this.columns = List.copyOf(columns);
    this.columnOfMeasure = columnOfMeasure;
    this.skipped = Envelope.isIn(schema) ? Envelope.WIDTH : 0;
  }

  @Setup
  public void setUp() {
    window = groupCodec.newRow();
  }

  @ProcessElement
  public void toRows(@Element KV<Integer, Iterable<byte[]>> shard, OutputReceiver<Row> output) {
    AggregateGroups groups = new AggregateGroups(columns);
    shard.getValue().forEach(groups::addChunk);
    if (skipped == 0) {
      groups.forEach((name, group) -> output.output(toRow(name, group, 0)));
      return;
    }

    Tally.Counter in = new Tally.Counter();
    Tally.Counter out = new Tally.Counter();
    groups.forEach(
        (name, group) -> {
          long position = Hash64.of(name, POSITION_SEED);
          in.add(group.rows());
          out.add(SourcePosition.NO_FILE, position);
          output.output(toRow(name, group, position));
        });
    if (groups.size() > 0) {
      output.output(Envelope.of(schema, new GroupCount(in.tally(), out.tally())));
    }
    groups.notes().forEach(note -> output.output(Envelope.of(schema, note)));
  }

  private Row toRow(byte[] name, AggregateGroup group, long position) {
    Object[] values = new Object[schema.getFieldCount()];
    if (skipped > 0) {
      values[Envelope.FILE] = SourcePosition.NO_FILE;
      values[Envelope.OFFSET] = position;
    }
    groupCodec.scan(name, 0, window);
    int at = skipped;
    for (Object value : groupCodec.decode(window).getValues()) {
      values[at++] = value;
    }
    for (int i = 0; i < columnOfMeasure.length; i++) {
      values[at++] = valueOf(measures.get(i), columnOfMeasure[i], group);
    }
    return Row.withSchema(schema).attachValues(Arrays.asList(values));
  }

  private static @Nullable Object valueOf(
      AggregateMeasure measure, int column, AggregateGroup group) {
    if (measure.isOfRows()) {
      return group.rows().count();
    }
    try {
      return measure.function().of(group.totals(column));
    } catch (ArithmeticException e) {
      throw new ArithmeticException(
          "Cannot aggregate column " + measure.column() + ": " + e.getMessage());
    }
  }
}
