/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderRegistry;
import org.apache.beam.sdk.transforms.Combine.CombineFn;

/** Adds up totals, in any order with the same result. */
final class AggregateTotalsFn extends CombineFn<AggregateTotals, AggregateTotals, AggregateTotals> {

  private final ColumnKind kind;

  AggregateTotalsFn(ColumnKind kind) {
    this.kind = kind;
  }

  @Override
  public AggregateTotals createAccumulator() {
    return new AggregateTotals(kind);
  }

  @Override
  public AggregateTotals addInput(AggregateTotals accumulator, AggregateTotals input) {
    accumulator.addAll(input);
    return accumulator;
  }

  @Override
  public AggregateTotals mergeAccumulators(Iterable<AggregateTotals> accumulators) {
    AggregateTotals merged = createAccumulator();
    accumulators.forEach(merged::addAll);
    return merged;
  }

  @Override
  public AggregateTotals extractOutput(AggregateTotals accumulator) {
    return accumulator;
  }

  @Override
  public Coder<AggregateTotals> getAccumulatorCoder(
      CoderRegistry registry, Coder<AggregateTotals> inputCoder) {
    return coder();
  }

  @Override
  public Coder<AggregateTotals> getDefaultOutputCoder(
      CoderRegistry registry, Coder<AggregateTotals> inputCoder) {
    return coder();
  }

  Coder<AggregateTotals> coder() {
    return new AggregateTotalsCoder(kind);
  }
}
