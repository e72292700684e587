/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.FileFormat.Compression;
import io.levada.io.lake.FileFormat.TimestampUnit;
import io.levada.pipelines.CommonOptions;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The table that a run fills. */
@Description("Output")
public interface LakeOptions extends CatalogOptions, CommonOptions {

  @Validation.Required
  @Description(
      "Folder of the table to write. Its runs are recorded beside it, in _levada/<name of the"
          + " folder>/. Example: lake/trusted/events")
  String getOutput();

  void setOutput(String output);

  @Description(
      "Folder for the records of the table's runs, if they are to be somewhere else. The first run"
          + " decides; another folder is refused afterwards. Example: s3://audit/ledgers/events")
  @Nullable String getLedger();

  void setLedger(@Nullable String ledger);

  @Description(
      "How long a run that locks the table may be silent before another run takes it for dead, at"
          + " least 3s. On one machine a process that is gone is not waited for. Example: 5m")
  @Default.String("60s")
  String getLockLease();

  void setLockLease(String lockLease);

  @Description("How Parquet pages are compressed.")
  @Default.Enum("SNAPPY")
  Compression getCompression();

  void setCompression(Compression compression);

  @Description("The unit of timestamps in the files; both are INT64 and in UTC.")
  @Default.Enum("MICROS")
  TimestampUnit getTimestampUnit();

  void setTimestampUnit(TimestampUnit timestampUnit);

  @Description("Size at which a partition's next file is begun, at least 1MB. Example: 512MB")
  @Default.String("256MB")
  String getTargetFileSize();

  void setTargetFileSize(String targetFileSize);

  @Description(
      "How many records may be rejected; with more the run ends with exit code 3 and publishes"
          + " nothing but the rejects. Unlimited by default, and shown in the summary.")
  @Nullable Long getMaxRejects();

  void setMaxRejects(@Nullable Long maxRejects);

  @Description("As --maxRejects, but as a share of the records read, from 0 to 1. Example: 0.001")
  @Nullable Double getMaxRejectRatio();

  void setMaxRejectRatio(@Nullable Double maxRejectRatio);
}
