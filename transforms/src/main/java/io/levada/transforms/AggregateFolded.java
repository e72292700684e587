/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import org.apache.beam.sdk.coders.ByteArrayCoder;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.VarIntCoder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Chunks of groups, by shard, to a row for each group. */
final class AggregateFolded extends PTransform<PCollection<KV<Integer, byte[]>>, PCollection<Row>> {

  static final Coder<KV<Integer, byte[]>> CODER = KvCoder.of(VarIntCoder.of(), ByteArrayCoder.of());

  private final AggregateToRow toRow;
  private final Schema schema;

  /**
   * @param schema of the rows that are made
   */
  AggregateFolded(AggregateToRow toRow, Schema schema) {
    this.toRow = toRow;
    this.schema = schema;
  }

  @Override
  public PCollection<Row> expand(PCollection<KV<Integer, byte[]>> chunks) {
    return chunks
        .apply("Shuffle groups", GroupByKey.create())
        .apply("Make rows", ParDo.of(toRow))
        .setRowSchema(schema);
  }
}
