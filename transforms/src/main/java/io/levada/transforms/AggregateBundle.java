/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/**
 * Adds up each group's values within a bundle, so that a group leaves it once and not once for each
 * row. Groups travel by shard: a runner that works key by key (the Direct runner takes milliseconds
 * for each) has a few hundred keys instead of one for each group.
 */
final class AggregateBundle extends DoFn<Row, KV<Integer, AggregateGroups>> {

  private static final int SHARDS = 128;

  /** How many groups of one window are open at a time, each of less than 1 KiB. */
  private static final int MAX_GROUPS = 16_384;

  private final RowCodec groupCodec;
  private final int[] groupFields;
  private final int valueField;
  private final AggregateGroupsFn groupsFn;

  private transient EncodedRow window;
  private transient Map<BoundedWindow, AggregateGroups> open;

  /**
   * @param groupCodec codes the group columns alone
   * @param groupFields where in a row the codec's columns are
   * @param valueField where in a row the value is
   */
  AggregateBundle(
      RowCodec groupCodec, int[] groupFields, int valueField, AggregateGroupsFn groupsFn) {
    this.groupCodec = groupCodec;
    this.groupFields = groupFields;
    this.valueField = valueField;
    this.groupsFn = groupsFn;
  }

  @Setup
  public void setUp() {
    window = groupCodec.newRow();
  }

  @StartBundle
  public void startBundle() {
    open = new HashMap<>();
  }

  @ProcessElement
  public void add(
      @Element Row row,
      BoundedWindow rowsWindow,
      OutputReceiver<KV<Integer, AggregateGroups>> output) {
    AggregateGroups groups =
        open.computeIfAbsent(rowsWindow, opened -> groupsFn.createAccumulator());
    encodeGroup(row);
    Number value = (Number) row.getValues().get(valueField);
    groups.add(window.bytes(), window.start(), window.length(), value);
    if (groups.size() == MAX_GROUPS) {
      open.remove(rowsWindow);
      emit(groups, output::output);
    }
  }

  private void encodeGroup(Row row) {
    Object[] values = new Object[groupFields.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = row.getValues().get(groupFields[i]);
    }
    groupCodec.encode(
        Row.withSchema(groupCodec.schema()).attachValues(Arrays.asList(values)), window);
  }

  @FinishBundle
  public void finishBundle(FinishBundleContext context) {
    open.forEach(
        (rowsWindow, groups) ->
            emit(groups, shard -> context.output(shard, rowsWindow.maxTimestamp(), rowsWindow)));
    open = null;
  }

  private static void emit(AggregateGroups groups, Consumer<KV<Integer, AggregateGroups>> output) {
    AggregateGroups[] shards = groups.shards(SHARDS);
    for (int shard = 0; shard < SHARDS; shard++) {
      if (shards[shard].size() > 0) {
        output.accept(KV.of(shard, shards[shard]));
      }
    }
  }
}
