/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.Envelope;
import io.levada.rows.FilterCount;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.metrics.Counter;
import org.apache.beam.sdk.metrics.Metrics;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.windowing.GlobalWindow;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/**
 * Leaves rows out and tells how many.
 *
 * <pre>{@code
 * rows.apply("Filter rows", FilterRows.by(row -> row.getBoolean("ativo")));
 * }</pre>
 *
 * <p>The rows may be bounded or not, of any schema and in any windows; order, timestamps and
 * windows stay as they are. In an {@link Envelope}, which is for bounded rows in the global window,
 * notes pass, and behind the rows of a bundle comes a {@link FilterCount} for each file of which
 * some were left out. Without one they are only in the counter {@code filtered}.
 */
public final class FilterRows extends PTransform<PCollection<Row>, PCollection<Row>> {

  private final SerializableFunction<Row, Boolean> wanted;

  private FilterRows(SerializableFunction<Row, Boolean> wanted) {
    this.wanted = wanted;
  }

  /** Passes the rows for which the function is true; it sees no notes. */
  public static FilterRows by(SerializableFunction<Row, Boolean> wanted) {
    return new FilterRows(wanted);
  }

  @Override
  public PCollection<Row> expand(PCollection<Row> rows) {
    return rows.apply("Test rows", ParDo.of(new FilterFn(wanted, rows.getSchema())))
        .setRowSchema(rows.getSchema());
  }

  static final class FilterFn extends DoFn<Row, Row> {

    private final SerializableFunction<Row, Boolean> wanted;
    private final Schema schema;
    private final Counter filtered = Metrics.counter(FilterRows.class, "filtered");
    private transient boolean enveloped;
    private transient Map<Integer, Tally.Counter> leftOut;

    FilterFn(SerializableFunction<Row, Boolean> wanted, Schema schema) {
      this.wanted = wanted;
      this.schema = schema;
    }

    /** What a failed bundle has left must not be told by another. */
    @StartBundle
    public void startBundle() {
      enveloped = Envelope.isIn(schema);
      leftOut = new TreeMap<>();
    }

    @ProcessElement
    public void process(ProcessContext context) {
      Row row = context.element();
      boolean isNote = enveloped && Envelope.noteOf(row) != null;
      if (isNote || wanted.apply(row)) {
        context.output(row);
        return;
      }

      filtered.inc();
      if (enveloped) {
        SourcePosition position = Envelope.positionOf(row);
        leftOut
            .computeIfAbsent(position.file(), unused -> new Tally.Counter())
            .add(position.file(), position.offset());
      }
    }

    @FinishBundle
    public void finishBundle(FinishBundleContext context) {
      leftOut.forEach(
          (file, counter) ->
              context.output(
                  Envelope.of(schema, new FilterCount(file, counter.tally())),
                  GlobalWindow.INSTANCE.maxTimestamp(),
                  GlobalWindow.INSTANCE));
      leftOut.clear();
    }
  }
}
