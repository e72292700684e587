/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** How events are distributed over a table: type, date, duplicates and partitions. */
@Description("Distribution")
public interface DistributionOptions extends PipelineOptions {

  @Description("Columns that are joined to the type column; nulls are left out.")
  @Default.InstanceFactory(DefaultTypeFields.class)
  List<String> getTypeFields();

  void setTypeFields(List<String> typeFields);

  @Description("What stands between the joined columns.")
  @Default.String("-")
  String getTypeSeparator();

  void setTypeSeparator(String typeSeparator);

  @Description("Name of the type column.")
  @Default.String("domain_event_type")
  String getTypeColumn();

  void setTypeColumn(String typeColumn);

  @Description(
      "Column that the date columns come from: a timestamp, a date, ISO-8601 text, or epoch seconds"
          + " or milliseconds.")
  @Default.String("timestamp")
  String getTimestampField();

  void setTimestampField(String timestampField);

  @Description(
      "Names of the date columns: three for year, month and day (zero-padded text), or one for the"
          + " date as yyyy-MM-dd. Example: dt")
  @Default.InstanceFactory(DefaultDateColumns.class)
  List<String> getDateColumns();

  void setDateColumns(List<String> dateColumns);

  @Description(
      "Columns that make the partition, in the order of the path; 'none' for a table without"
          + " partitions. By default the type column, then the date columns.")
  @Nullable List<String> getPartitionFields();

  void setPartitionFields(@Nullable List<String> partitionFields);

  @Description(
      "Columns in which duplicates agree; of each key one row is kept. 'none' keeps every row."
          + " Duplicates are looked for within the run only.")
  @Default.InstanceFactory(DefaultKeyFields.class)
  List<String> getKeyFields();

  void setKeyFields(List<String> keyFields);

  @Description(
      "Which of the duplicates is kept: any (the one with the smallest content, on every runner), or"
          + " the earliest or latest by --orderField.")
  @Default.Enum("ANY")
  Keep getKeep();

  void setKeep(Keep keep);

  @Description("Column that --keep=earliest and --keep=latest order by.")
  @Nullable String getOrderField();

  void setOrderField(@Nullable String orderField);

  /** Which of the duplicates is kept. */
  enum Keep {
    ANY,
    EARLIEST,
    LATEST
  }

  /** The original's type. */
  final class DefaultTypeFields implements DefaultValueFactory<List<String>> {
    @Override
    public List<String> create(PipelineOptions options) {
      return List.of("domain", "event_type");
    }
  }

  /** The original's partitions. */
  final class DefaultDateColumns implements DefaultValueFactory<List<String>> {
    @Override
    public List<String> create(PipelineOptions options) {
      return List.of("year", "month", "day");
    }
  }

  /** The original's key. */
  final class DefaultKeyFields implements DefaultValueFactory<List<String>> {
    @Override
    public List<String> create(PipelineOptions options) {
      return List.of("event_id", "timestamp");
    }
  }
}
