/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.dynamodb;

import io.levada.rows.Envelope;
import io.levada.rows.Reject;
import io.levada.rows.RejectCoder;
import io.levada.rows.RowJson;
import io.levada.rows.SourcePosition;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Makes rejects of the rows that DynamoDB could not hold as items, for the reasons of {@link
 * ItemCheck}.
 *
 * <p>The others pass as they are. A {@link Reject} has the row as JSON: on the second output, or in
 * an {@link Envelope} as a note in the row's place, with its position. Notes pass. The rows may be
 * bounded or not and in any windows.
 */
public final class CheckItems extends PTransform<PCollection<Row>, PCollectionTuple> {

  private static final TupleTag<Row> ROWS = new TupleTag<>("rows") {};
  private static final TupleTag<Reject> REJECTS = new TupleTag<>("rejects") {};

  private final ItemLayout layout;

  private CheckItems(ItemLayout layout) {
    this.layout = layout;
  }

  /** Checks rows that are items of this layout. */
  public static CheckItems of(ItemLayout layout) {
    return new CheckItems(layout);
  }

  /** The rows that are items. */
  public static TupleTag<Row> rowsTag() {
    return ROWS;
  }

  /** The rows that can be none; empty where rows are in an envelope. */
  public static TupleTag<Reject> rejectsTag() {
    return REJECTS;
  }

  /**
   * @throws IllegalArgumentException as {@link ItemCheck#of}
   */
  @Override
  public PCollectionTuple expand(PCollection<Row> rows) {
    Schema schema = rows.getSchema();
    ItemCheck.of(layout, schema);
    PCollectionTuple checked =
        rows.apply(
            "Check rows",
            ParDo.of(new CheckFn(layout, schema)).withOutputTags(ROWS, TupleTagList.of(REJECTS)));
    checked.get(ROWS).setRowSchema(schema);
    checked.get(REJECTS).setCoder(RejectCoder.of());
    return checked;
  }

  static final class CheckFn extends DoFn<Row, Row> {

    private final ItemLayout layout;
    private final Schema schema;
    private transient boolean enveloped;
    private transient ItemCheck check;

    CheckFn(ItemLayout layout, Schema schema) {
      this.layout = layout;
      this.schema = schema;
    }

    @Setup
    public void setup() {
      enveloped = Envelope.isIn(schema);
      check = ItemCheck.of(layout, schema);
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Row row = context.element();
      boolean isNote = enveloped && Envelope.noteOf(row) != null;
      @Nullable ItemProblem problem = isNote ? null : check.problem(row);
      if (problem == null) {
        context.output(row);
        return;
      }

      Reject reject =
          new Reject(
              enveloped ? Envelope.positionOf(row) : SourcePosition.NONE,
              problem.code(),
              problem.message(),
              Reject.Content.row(RowJson.of(row)));
      if (enveloped) {
        context.output(Envelope.of(schema, reject));
      } else {
        context.output(REJECTS, reject);
      }
    }
  }
}
