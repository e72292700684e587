/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.EncodedRow;
import io.levada.rows.RowCodec;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.windowing.BoundedWindow;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.Row;

/**
 * Adds up each group's values within a bundle, so that a group leaves it once and not once for each
 * row. Groups are keyed by their encoded columns.
 */
final class AggregateBundle extends DoFn<Row, KV<byte[], AggregateTotals>> {

  /** How many groups of one window are open at a time, each of less than 1 KiB. */
  private static final int MAX_GROUPS = 4096;

  private final RowCodec groupCodec;
  private final int[] groupFields;
  private final int valueField;
  private final AggregateTotalsFn totals;

  private transient EncodedRow window;
  private transient Map<BoundedWindow, Map<ByteBuffer, KV<byte[], AggregateTotals>>> open;

  /**
   * @param groupCodec codes the group columns alone
   * @param groupFields where in a row the codec's columns are
   * @param valueField where in a row the value is
   */
  AggregateBundle(
      RowCodec groupCodec, int[] groupFields, int valueField, AggregateTotalsFn totals) {
    this.groupCodec = groupCodec;
    this.groupFields = groupFields;
    this.valueField = valueField;
    this.totals = totals;
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
      OutputReceiver<KV<byte[], AggregateTotals>> output) {
    Map<ByteBuffer, KV<byte[], AggregateTotals>> groups =
        open.computeIfAbsent(rowsWindow, opened -> new HashMap<>());
    Number value = (Number) row.getValues().get(valueField);
    encodeGroup(row);

    KV<byte[], AggregateTotals> group =
        groups.get(ByteBuffer.wrap(window.bytes(), window.start(), window.length()));
    if (group != null) {
      group.getValue().add(value);
      return;
    }

    group = KV.of(window.copy(), totals.createAccumulator());
    group.getValue().add(value);
    if (groups.size() < MAX_GROUPS) {
      groups.put(ByteBuffer.wrap(group.getKey()), group);
    } else {
      output.output(group);
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
            groups
                .values()
                .forEach(group -> context.output(group, rowsWindow.maxTimestamp(), rowsWindow)));
    open = null;
  }
}
