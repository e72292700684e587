/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;

/** How rows are aggregated: by what, to what, and how the result is partitioned. */
@Description("Aggregation")
public interface AggregationOptions extends PipelineOptions {

  @Description("Columns that make a group: one row is written for each. 'none' for a single row.")
  @Default.InstanceFactory(DefaultGroupFields.class)
  List<String> getGroupFields();

  void setGroupFields(List<String> groupFields);

  @Description(
      "What is made of each group: mean, count, sum, min or max of a column, or count(*) for its"
          + " rows, each with a name of its own, separated by commas. Nulls are no values. Example:"
          + " mean(salario) as salario_medio, count(*) as pessoas, max(bonus) as maior_bonus")
  @Default.String("mean(salario) as salario_medio")
  String getMeasures();

  void setMeasures(String measures);

  @Description(
      "Group columns that make the partition, in the order of the path; 'none' for a table without"
          + " partitions.")
  @Default.InstanceFactory(DefaultPartitionFields.class)
  List<String> getPartitionFields();

  void setPartitionFields(List<String> partitionFields);

  /** The original's groups. */
  final class DefaultGroupFields implements DefaultValueFactory<List<String>> {
    @Override
    public List<String> create(PipelineOptions options) {
      return List.of("idade", "ativo", "ano", "mes");
    }
  }

  /** The original's partitions. */
  final class DefaultPartitionFields implements DefaultValueFactory<List<String>> {
    @Override
    public List<String> create(PipelineOptions options) {
      return List.of("ano", "mes");
    }
  }
}
