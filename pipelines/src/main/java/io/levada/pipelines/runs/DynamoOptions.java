/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.pipelines.CommonOptions;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The DynamoDB table that a run fills, and at what rate. */
@Description("DynamoDB")
public interface DynamoOptions extends CommonOptions {

  @Validation.Required
  @Description("DynamoDB table to load, in the region of --awsRegion. Example: people")
  String getTable();

  void setTable(String table);

  @Validation.Required
  @Description(
      "Columns of the input that make the table's key: that of the partition key, and then that of"
          + " the sort key if there is one. Example: id,year")
  List<String> getKeyFields();

  void setKeyFields(List<String> keyFields);

  @Description(
      "Create the table if there is none: on demand, with the keys of the mapping, and wait until it"
          + " is active.")
  @Default.Boolean(false)
  boolean isCreateTable();

  void setCreateTable(boolean createTable);

  @Description(
      "How many write capacity units the whole job may consume in a second, by what DynamoDB says it"
          + " has consumed: one for each KB of an item. Unlimited by default. Example: 1000")
  @Nullable Integer getMaxWritesPerSecond();

  void setMaxWritesPerSecond(@Nullable Integer maxWritesPerSecond);

  @Description(
      "As --maxWritesPerSecond, but as a share of the write capacity that the table is provisioned"
          + " with, above 0 to 1; a table on demand has none. With both, the lower one holds."
          + " Example: 0.5")
  @Nullable Double getCapacityShare();

  void setCapacityShare(@Nullable Double capacityShare);

  @Description(
      "How long a batch of items is tried that DynamoDB throttles or does not answer for, in seconds;"
          + " then the run ends with exit code 1, and a rerun finishes it.")
  @Default.Integer(120)
  int getMaxRetrySeconds();

  void setMaxRetrySeconds(int maxRetrySeconds);

  @Description(
      "Folder that stands for the DynamoDB table: its runs are recorded beside it, and items that"
          + " wait are in it. All jobs that load the table must name the same one. By default"
          + " _dynamodb/<table> beside the input. Example: s3://audit/dynamodb/people")
  @Nullable String getLedger();

  void setLedger(@Nullable String ledger);

  @Description(
      "How long a run that locks the table may be silent before another run takes it for dead, at"
          + " least 3s. On one machine a process that is gone is not waited for. Example: 5m")
  @Default.String("60s")
  String getLockLease();

  void setLockLease(String lockLease);

  @Description(
      "How many records may be rejected; with more the run ends with exit code 3 and loads nothing,"
          + " unless it is DynamoDB itself that refuses items of a load, when the others are there."
          + " Unlimited by default, and shown in the summary.")
  @Nullable Long getMaxRejects();

  void setMaxRejects(@Nullable Long maxRejects);

  @Description("As --maxRejects, but as a share of the records read, from 0 to 1. Example: 0.001")
  @Nullable Double getMaxRejectRatio();

  void setMaxRejectRatio(@Nullable Double maxRejectRatio);
}
