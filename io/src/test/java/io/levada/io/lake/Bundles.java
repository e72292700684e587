/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.Row;

/** Rows in bundles that a test has chosen. */
final class Bundles {

  private Bundles() {}

  /** Each element of Create is a bundle of the Direct runner, and so is what is made of it. */
  static void write(Schema schema, List<List<Row>> bundles, LakeWrite write) {
    Pipeline pipeline = Pipeline.create();
    pipeline
        .apply("Bundles", Create.of(IntStream.range(0, bundles.size()).boxed().toList()))
        .apply("Rows", ParDo.of(new RowsOfBundle(bundles)))
        .setRowSchema(schema)
        .apply("Write", write);
    pipeline.run().waitUntilFinish();
  }

  private static final class RowsOfBundle extends DoFn<Integer, Row> {
    private final List<List<Row>> bundles;

    RowsOfBundle(List<List<Row>> bundles) {
      this.bundles = bundles;
    }

    @ProcessElement
    public void process(@Element Integer bundle, OutputReceiver<Row> output) {
      bundles.get(bundle).forEach(output::output);
    }
  }
}
