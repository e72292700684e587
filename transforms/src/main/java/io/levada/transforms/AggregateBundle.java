/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Envelope;
import io.levada.rows.RowCodec;
import io.levada.rows.SourcePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Adds up each group's values within a bundle, so that a group leaves it once and not once for each
 * row. Notes travel with the groups.
 */
final class AggregateBundle extends DoFn<Row, KV<Integer, byte[]>> {

  private final RowCodec groupCodec;
  private final int[] groupFields;
  private final List<AggregateColumn> columns;
  private final boolean enveloped;

  private transient int[] fields;
  private transient @Nullable Object[] group;
  private transient Map<BoundedWindow, AggregateLookup> open;
  private transient @Nullable BoundedWindow lastWindow;
  private transient AggregateLookup last;

  /**
   * @param groupCodec codes the group columns alone
   * @param groupFields where in a row the codec's columns are
   * @param enveloped whether rows have an {@link Envelope}
   */
  AggregateBundle(
      RowCodec groupCodec, int[] groupFields, List<AggregateColumn> columns, boolean enveloped) {
    this.groupCodec = groupCodec;
    this.groupFields = groupFields;
    this.columns = List.copyOf(columns);
    this.enveloped = enveloped;
  }

  @Setup
  public void setUp() {
    fields = columns.stream().mapToInt(AggregateColumn::field).toArray();
    group = new Object[groupFields.length];
  }

  @StartBundle
  public void startBundle() {
    open = new HashMap<>();
    lastWindow = null;
  }

  @ProcessElement
  public void add(
      @Element Row row, BoundedWindow window, OutputReceiver<KV<Integer, byte[]>> output) {
    AggregateLookup lookup = lookup(window);
    add(row, lookup);
    AggregateGroups groups = lookup.groups();
    if (groups.isFull()) {
      open.remove(window);
      lastWindow = null;
      groups.forEachChunk((shard, chunk) -> output.output(KV.of(shard, chunk)));
    }
  }

  private AggregateLookup lookup(BoundedWindow window) {
    if (!window.equals(lastWindow)) {
      last = open.computeIfAbsent(window, opened -> newLookup());
      lastWindow = window;
    }
    return last;
  }

  private AggregateLookup newLookup() {
    return new AggregateLookup(groupCodec, new AggregateGroups(columns));
  }

  private void add(Row row, AggregateLookup lookup) {
    List<Object> values = row.getValues();
    byte[] note = enveloped ? (byte[]) values.get(Envelope.NOTE) : null;
    if (note != null) {
      lookup.groups().addNote(note);
      return;
    }

    for (int i = 0; i < groupFields.length; i++) {
      group[i] = values.get(groupFields[i]);
    }
    AggregateGroup found = lookup.get(group);
    Integer file = enveloped ? (Integer) values.get(Envelope.FILE) : null;
    Long offset = enveloped ? (Long) values.get(Envelope.OFFSET) : null;
    found.add(file == null ? SourcePosition.NO_FILE : file, offset == null ? 0 : offset);
    for (int i = 0; i < fields.length; i++) {
      found.totals(i).add(values.get(fields[i]));
    }
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    open.forEach(
        (window, lookup) ->
            lookup
                .groups()
                .forEachChunk(
                    (shard, chunk) ->
                        context.output(KV.of(shard, chunk), window.maxTimestamp(), window)));
    open = null;
    lastWindow = null;
    last = null;
  }
}
