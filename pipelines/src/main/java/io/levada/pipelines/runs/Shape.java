/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.SlotPlan;
import io.levada.io.storage.Entry;
import io.levada.pipelines.UsageException;
import io.levada.rows.RowLayout;
import io.levada.rows.SlotSink;
import io.levada.rows.SlotStep;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What a run makes of the rows it reads. */
public interface Shape {

  /** The rows as the table has them. */
  PCollection<Row> apply(PCollection<Row> rows);

  /** The rows as the table has them, of all that the source has. */
  default PCollection<Row> read(Source source, Pipeline pipeline) {
    return apply(source.read(pipeline));
  }

  /** Key, co-location and partition of the table's rows; none of them by default. */
  default RowLayout layout() {
    return RowLayout.none();
  }

  /** What happens to each slot's rows behind the shuffle; all are kept by default. */
  default SlotStep step() {
    return SlotStep.keepAll();
  }

  /** Where the rows go in place of the table's files; into files by default. */
  default @Nullable SlotSink sink() {
    return null;
  }

  /**
   * Whether the rows are written as they were read, so that none has to meet another: there is
   * neither a layout nor a step or sink, and no row is moved or made.
   */
  default boolean isAsRead() {
    return false;
  }

  /**
   * Into how many slots the rows go; by default as many as fit their size.
   *
   * @param bytes about how large the rows are
   */
  default Optional<SlotPlan> slotPlan(long bytes) {
    return Optional.empty();
  }

  /** What the summary calls the output, if it is not the table's folder. */
  default Optional<String> output() {
    return Optional.empty();
  }

  /** The run that has made the same of the same inputs, if that need not be done again. */
  default Optional<String> madeBefore(List<Entry> inputs) throws IOException {
    return Optional.empty();
  }

  /** What the run's record keeps of the shape besides, by the names of the files. */
  default Map<String, byte[]> kept() {
    return Map.of();
  }

  /** About how many different values the co-location columns will have; 0 if there are none. */
  default long colocations(List<Row> sample) {
    return 0;
  }

  /** Rows as they are, into a table without partitions. */
  static Shape asRead() {
    return partitionedBy(null);
  }

  /**
   * Rows as they are, into a table with partitions.
   *
   * @param columns as an option names them; null, or 'none' alone, for a table without partitions
   * @throws UsageException if one is no name
   */
  static Shape partitionedBy(@Nullable List<String> columns) {
    List<String> partition =
        columns == null || ColumnOption.isNone(columns) ? List.of() : ColumnOption.parse(columns);
    return new Shape() {
      @Override
      public PCollection<Row> apply(PCollection<Row> rows) {
        return rows;
      }

      @Override
      public RowLayout layout() {
        return RowLayout.none().withPartition(partition);
      }

      @Override
      public boolean isAsRead() {
        return partition.isEmpty();
      }
    };
  }
}
