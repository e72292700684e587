/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Adds up groups, in any order with the same totals. */
final class AggregateGroupsFn extends CombineFn<AggregateGroups, AggregateGroups, AggregateGroups> {

  private final ColumnKind kind;

  AggregateGroupsFn(ColumnKind kind) {
    this.kind = kind;
  }

  @Override
  public AggregateGroups createAccumulator() {
    return new AggregateGroups(kind);
  }

  @Override
  public AggregateGroups addInput(AggregateGroups accumulator, AggregateGroups input) {
    accumulator.addAll(input);
    return accumulator;
  }

  @Override
  public AggregateGroups mergeAccumulators(Iterable<AggregateGroups> accumulators) {
    AggregateGroups merged = createAccumulator();
    accumulators.forEach(merged::addAll);
    return merged;
  }

  @Override
  public AggregateGroups extractOutput(AggregateGroups accumulator) {
    return accumulator;
  }

  @Override
  public Coder<AggregateGroups> getAccumulatorCoder(
      CoderRegistry registry, Coder<AggregateGroups> inputCoder) {
    return coder();
  }

  @Override
  public Coder<AggregateGroups> getDefaultOutputCoder(
      CoderRegistry registry, Coder<AggregateGroups> inputCoder) {
    return coder();
  }

  Coder<AggregateGroups> coder() {
    return new AggregateGroupsCoder(kind);
  }
}
