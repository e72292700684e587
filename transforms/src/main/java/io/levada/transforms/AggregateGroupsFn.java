/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Adds up groups, in any order with the same totals, and gathers notes. */
final class AggregateGroupsFn extends CombineFn<AggregateGroups, AggregateGroups, AggregateGroups> {

  private final List<AggregateColumn> columns;

  AggregateGroupsFn(List<AggregateColumn> columns) {
    this.columns = List.copyOf(columns);
  }

  @Override
  public AggregateGroups createAccumulator() {
    return new AggregateGroups(columns);
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
    return new AggregateGroupsCoder(columns);
  }
}
