/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.TableScan;
import io.levada.pipelines.UsageException;
import io.levada.rows.Envelope;
import io.levada.rows.RowLayout;
import io.levada.transforms.AggregateMeasure;
import io.levada.transforms.AggregateSalary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** Rows as the gold zone has them: one for each group, with what was made of it. */
public final class Aggregation implements Shape {

  private final AggregateSalary aggregate;
  private final RowLayout layout;

  /** What is read, as the options name it, by its name without regard to case. */
  private final Map<String, String> columns = new TreeMap<>();

  /**
   * The aggregation that the options describe.
   *
   * @throws UsageException if they contradict each other
   */
  public static Aggregation of(AggregationOptions options) {
    return new Aggregation(options);
  }

  private Aggregation(AggregationOptions options) {
    List<String> groupFields = options.getGroupFields();
    List<String> groups =
        ColumnOption.isNone(groupFields) ? List.of() : ColumnOption.parse(groupFields);
    if (!groups.isEmpty()) {
      groupFields.forEach(this::read);
    }
    List<AggregateMeasure> measures = new ArrayList<>();
    for (MeasureText measure : MeasureParser.parse("--measures", options.getMeasures())) {
      if (measure.column() != null) {
        read(measure.column());
      }
      measures.add(measure.toMeasure());
    }
    this.aggregate = AggregateSalary.create().by(groups).measuring(measures);
    this.layout = RowLayout.none().withPartition(partition(options, groups));
  }

  private void read(String column) {
    columns.putIfAbsent(column.toLowerCase(Locale.ROOT), column);
  }

  private static List<String> partition(AggregationOptions options, List<String> groups) {
    if (ColumnOption.isNone(options.getPartitionFields())) {
      return List.of();
    }

    List<String> partition = ColumnOption.parse(options.getPartitionFields());
    for (String column : partition) {
      if (!groups.contains(column)) {
        throw new UsageException(
            "Invalid --partitionFields: "
                + column
                + " is no group column (take some of --groupFields="
                + (groups.isEmpty() ? "none" : String.join(",", groups))
                + ", or none)");
      }
      if (partition.indexOf(column) != partition.lastIndexOf(column)) {
        throw new UsageException("Invalid --partitionFields: " + column + " is named twice");
      }
    }
    return partition;
  }

  /** The scan, but of no other columns than the aggregation needs. */
  public TableScan narrow(TableScan scan) {
    return columns.isEmpty()
        ? scan.withoutColumns()
        : scan.withColumns(List.copyOf(columns.values()));
  }

  @Override
  public PCollection<Row> apply(PCollection<Row> rows) {
    return rows.apply("Aggregate salary", aggregate);
  }

  /** Adds up where rows are read, if the source can do that: there are many more of them. */
  @Override
  public PCollection<Row> read(Source source, Pipeline pipeline) {
    if (source.foldable().isEmpty()) {
      return apply(source.read(pipeline));
    }

    Schema rows = source.foldable().get();
    return source
        .fold(pipeline, aggregate.fold(rows))
        .apply("Aggregate salary", aggregate.folded(Envelope.around(rows)));
  }

  @Override
  public RowLayout layout() {
    return layout;
  }
}
