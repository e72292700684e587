/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.catalog.CatalogUpdate;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The table in a catalog that a run's output is. */
@Description("Catalog")
public interface CatalogOptions extends PipelineOptions {

  @Description(
      "Catalog that shows the output as a table: glue, glue:<account> for that of another account,"
          + " local for files in .levada/catalog of the working folder, local:<folder>, or none. The"
          + " table changes when the run is published, and only where the run has written.")
  @Default.String("none")
  String getCatalog();

  void setCatalog(String catalog);

  @Description("Database of the table; made if there is none. Example: gold_data")
  @Nullable String getDatabase();

  void setDatabase(@Nullable String database);

  @Description("Name of the table; made if there is none. Example: sample_data_aggregated")
  @Nullable String getTable();

  void setTable(@Nullable String table);

  @Description(
      "What becomes of the table if the run has other columns: evolve adds those that it lacks, and"
          + " widens types where all readers follow; log leaves it and says so; freeze ends the run"
          + " with exit code 1. So does what doesn't go together, in any case.")
  @Default.Enum("EVOLVE")
  CatalogUpdate getCatalogUpdate();

  void setCatalogUpdate(CatalogUpdate catalogUpdate);

  @Description(
      "Where the files of a partition go: flat, in its folder; versioned, in a folder run=<id> in it,"
          + " to which the catalog is switched when it is whole, so that whoever asks the catalog sees"
          + " the old files or the new ones (but for the first version of a partition that was flat)."
          + " By default versioned for a --writeMode that overwrites a"
          + " table of a --catalog, otherwise flat.")
  @Nullable Layout getLayout();

  void setLayout(@Nullable Layout layout);

  @Description(
      "How many replaced versions of each partition are kept, for those who still read them or want"
          + " to go back. By default 1 with --layout=versioned: who has asked the catalog just before"
          + " it was switched still finds the files. Example: 2")
  @Nullable Integer getRetain();

  void setRetain(@Nullable Integer retain);

  @Description(
      "Partition projection for Athena, which then computes partitions instead of asking for them:"
          + " key:type:values for each key. Example: ano:integer:2000,2100;mes:enum:01,02,03")
  @Nullable String getPartitionProjection();

  void setPartitionProjection(@Nullable String partitionProjection);
}
