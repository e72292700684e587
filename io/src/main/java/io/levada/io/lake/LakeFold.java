/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;

/** Folds the rows of a table where they are read, as {@link LakeRead#folded} says. */
final class LakeFold extends PTransform<PBegin, PCollection<KV<Integer, byte[]>>> {

  private final FoldSource source;

  LakeFold(FoldSource source) {
    this.source = source;
  }

  @Override
  public PCollection<KV<Integer, byte[]>> expand(PBegin begin) {
    return begin.apply("Fold rows", Read.from(source));
  }
}
