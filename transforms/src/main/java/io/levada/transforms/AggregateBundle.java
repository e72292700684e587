/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Envelope;
import io.levada.rows.RowCodec;
import io.levada.rows.SourcePosition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Adds up each group's values within a bundle, so that a group leaves it once and not once for each
 * row. Groups travel by shard: a runner that works key by key (the Direct runner takes milliseconds
 * for each) has a few hundred keys instead of one for each group. Notes travel with them.
 */
final class AggregateBundle extends DoFn<Row, KV<Integer, AggregateGroups>> {

  private static final int SHARDS = 128;

  /** How many totals of one window are open at a time, each of less than 1 KiB. */
  private static final int MAX_TOTALS = 16_384;

  private static final int MAX_NOTES = 16_384;

  private final RowCodec groupCodec;
  private final int[] groupFields;
  private final List<AggregateColumn> columns;
  private final boolean enveloped;
  private final int maxGroups;

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
    this.maxGroups = MAX_TOTALS / Math.max(1, columns.size());
  }

  @StartBundle
  public void startBundle() {
    open = new HashMap<>();
    lastWindow = null;
  }

  @ProcessElement
  public void add(
      @Element Row row, BoundedWindow window, OutputReceiver<KV<Integer, AggregateGroups>> output) {
    AggregateLookup lookup = lookup(window);
    add(row, lookup);
    AggregateGroups groups = lookup.groups();
    if (groups.size() >= maxGroups || groups.notes().size() >= MAX_NOTES) {
      open.remove(window);
      lastWindow = null;
      emit(groups, output::output);
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
    return new AggregateLookup(groupCodec, groupFields, new AggregateGroups(columns));
  }

  private void add(Row row, AggregateLookup lookup) {
    List<Object> values = row.getValues();
    if (!enveloped) {
      lookup.get(values).add(SourcePosition.NO_FILE, 0, values);
      return;
    }

    byte[] note = (byte[]) values.get(Envelope.NOTE);
    if (note != null) {
      lookup.groups().addNote(note);
      return;
    }

    Integer file = (Integer) values.get(Envelope.FILE);
    Long offset = (Long) values.get(Envelope.OFFSET);
    lookup
        .get(values)
        .add(file == null ? SourcePosition.NO_FILE : file, offset == null ? 0 : offset, values);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    open.forEach(
        (window, lookup) ->
            emit(lookup.groups(), shard -> context.output(shard, window.maxTimestamp(), window)));
    open = null;
    lastWindow = null;
    last = null;
  }

  private static void emit(AggregateGroups groups, Consumer<KV<Integer, AggregateGroups>> output) {
    @Nullable AggregateGroups[] shards = groups.shards(SHARDS);
    for (int shard = 0; shard < SHARDS; shard++) {
      if (shards[shard] != null) {
        output.accept(KV.of(shard, shards[shard]));
      }
    }
  }
}
