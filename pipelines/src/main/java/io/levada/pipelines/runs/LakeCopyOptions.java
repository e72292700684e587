/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The lake table that has the same rows as a DynamoDB table. */
@Description("Lake output")
public interface LakeCopyOptions extends PipelineOptions {

  @Description(
      "Folder of a lake table that gets the same rows, before DynamoDB does, partitioned by"
          + " data_versao and id_carga. Example: s3://lake/trusted/people")
  @Nullable String getLakeOutput();

  void setLakeOutput(@Nullable String lakeOutput);

  @Description(
      "Catalog that shows the table of --lakeOutput: glue, glue:<account>, local, local:<folder>,"
          + " or none.")
  @Default.String("none")
  String getLakeCatalog();

  void setLakeCatalog(String lakeCatalog);

  @Description("Database of the table in --lakeCatalog; made if there is none. Example: trusted")
  @Nullable String getLakeDatabase();

  void setLakeDatabase(@Nullable String lakeDatabase);

  @Description("Name of the table in --lakeCatalog; made if there is none. Example: people")
  @Nullable String getLakeTable();

  void setLakeTable(@Nullable String lakeTable);

  @Description(
      "Value of the partition column data_versao. By default the UTC day on which the run begins."
          + " Example: 2024-05-01")
  @Nullable String getDataVersao();

  void setDataVersao(@Nullable String dataVersao);

  @Description(
      "Value of the partition column id_carga. By default the UTC time at which the run begins, as"
          + " yyyyMMddHHmmss. Example: 42")
  @Nullable String getIdCarga();

  void setIdCarga(@Nullable String idCarga);
}
