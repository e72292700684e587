/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.dynamodb.ItemLayout;
import io.levada.io.lake.SlotPlan;
import io.levada.rows.RowLayout;
import io.levada.rows.SlotSink;
import java.util.Optional;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * Rows of a table of items as items. They are spread over slots by a hash of their full keys, and
 * the rate is shared by the slots alike, so that it holds however many of them are written at a
 * time, by however many workers: as few slots as the rate needs, for it to be used up.
 */
final class LoadShape implements Shape {

  /** What the threads of one slot write with ease. */
  private static final double UNITS_OF_A_SLOT = 5_000;

  /** What a slot holds where there is no rate: about a hundred thousand small items. */
  private static final long BYTES_OF_A_SLOT = 16L << 20;

  private static final int MAX_SLOTS = 1 << 14;

  private final Sinks sinks;
  private final ItemLayout items;
  private final double unitsPerSecond;
  private final String output;
  private int slots = 1;

  /** Makes the sink for a share of the rate. */
  interface Sinks {
    SlotSink of(ItemLayout layout, double unitsPerSecond);
  }

  /**
   * @param unitsPerSecond infinite for no limit
   */
  LoadShape(Sinks sinks, ItemLayout items, double unitsPerSecond, String output) {
    this.sinks = sinks;
    this.items = items;
    this.unitsPerSecond = unitsPerSecond;
    this.output = output;
  }

  @Override
  public PCollection<Row> apply(PCollection<Row> rows) {
    return rows;
  }

  @Override
  public RowLayout layout() {
    return RowLayout.none().withKey(items.keyColumns());
  }

  @Override
  public Optional<SlotPlan> slotPlan(long bytes) {
    double wanted =
        Double.isInfinite(unitsPerSecond)
            ? (double) bytes / BYTES_OF_A_SLOT
            : unitsPerSecond / UNITS_OF_A_SLOT;
    this.slots = (int) Math.max(1, Math.min(MAX_SLOTS, Math.ceil(wanted)));
    return Optional.of(new SlotPlan(false, slots, 1));
  }

  /** Asked for when the slots are planned. */
  @Override
  public SlotSink sink() {
    return sinks.of(items, unitsPerSecond / slots);
  }

  @Override
  public Optional<String> output() {
    return Optional.of(output);
  }
}
