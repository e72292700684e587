/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.FileFormat;
import io.levada.io.lake.LakeTable;
import io.levada.io.ledger.Ledger;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The table that a run fills, and what the run is allowed to do.
 *
 * @param table the table's folder
 * @param ledger the folder for the records of its runs that was asked for, or null for the one that
 *     it has
 * @param lease how long a run that holds the table's lock may be silent
 * @param rejects how many records may be rejected
 * @param catalog the table of a catalog that it is, or null
 */
public record LakeTarget(
    Location table,
    WriteMode mode,
    FileFormat format,
    @Nullable Location ledger,
    Duration lease,
    RejectLimit rejects,
    @Nullable CatalogTarget catalog) {

  /**
   * The target that the options describe.
   *
   * @throws UsageException if one of them is out of range, or they contradict each other
   */
  public static LakeTarget of(LakeOptions options, WriteMode mode) {
    return new LakeTarget(
        folder("--output", options.getOutput()),
        mode,
        format(options),
        options.getLedger() == null ? null : folder("--ledger", options.getLedger()),
        LeaseOption.parse(options.getLockLease()),
        new RejectLimit(options.getMaxRejects(), options.getMaxRejectRatio()),
        CatalogTarget.of(options, mode));
  }

  /**
   * A table of items that is to be loaded into DynamoDB: that of {@code --lakeOutput}, or else one
   * that is emptied behind the load.
   *
   * @throws UsageException if an option is wrong
   */
  public static LakeTarget ofItems(LakeCopyOptions lake, DynamoOptions dynamo, Location workTable) {
    boolean inLake = lake.getLakeOutput() != null;
    return new LakeTarget(
        inLake ? folder("--lakeOutput", lake.getLakeOutput()) : workTable,
        WriteMode.APPEND,
        FileFormat.DEFAULT,
        null,
        LeaseOption.parse(dynamo.getLockLease()),
        new RejectLimit(dynamo.getMaxRejects(), dynamo.getMaxRejectRatio()),
        CatalogTarget.of(lake));
  }

  /**
   * The same, but of another table that every run adds to, that has a ledger of its own and is in
   * no catalog.
   */
  public LakeTarget appendingTo(Location other) {
    return new LakeTarget(other, WriteMode.APPEND, format, null, lease, rejects, null);
  }

  /**
   * Refuses an input that has the table in it, or is in the table: the next run would read what
   * this one writes.
   *
   * @param option the option that names the input
   * @throws UsageException if the two overlap
   */
  public void checkApart(String option, Location input) {
    if (input.isWithin(table) || table.isWithin(input)) {
      throw new UsageException(
          "Invalid " + option + ": " + input + " overlaps with the output " + table);
    }
  }

  /**
   * Refuses to write over what may not be written over.
   *
   * @throws RunFailedException if the table is a file, or has files and may not
   */
  void check(Storages storages) throws IOException {
    Storage storage = storages.of(table);
    if (storage.hasFolders() && storage.status(table).isPresent()) {
      throw new RunFailedException(
          ExitCode.FAILED, "Cannot write " + table + ": it is a file (give a folder)");
    }
    if (mode == WriteMode.FAIL_IF_EXISTS && !files(storages).isEmpty()) {
      throw new RunFailedException(
          ExitCode.FAILED,
          "Cannot write "
              + table
              + ": it has files already (--writeMode=append, overwrite or overwrite-partitions"
              + " takes it)");
    }
  }

  /**
   * What a run replaces.
   *
   * @param partitions that it has rows for, by their paths
   */
  Replacement replaced(Ledger ledger, Storages storages, Set<String> partitions)
      throws IOException {
    if (mode.adds()) {
      return Replacement.NONE;
    }

    List<Location> files = files(storages);
    ReplacedPartitions written = new ReplacedPartitions(partitions);
    int keep = catalog == null ? 0 : catalog.retain();
    return mode == WriteMode.OVERWRITE
        ? Replacement.of(table, files, file -> true, keep, Set.of())
        : Replacement.of(
            table, files, file -> written.have(file.relativeTo(table)), keep, ledger.retained());
  }

  /** Those that its readers take for its own; of a catalog's table, they don't go by names. */
  private List<Location> files(Storages storages) throws IOException {
    List<Entry> files =
        catalog == null
            ? LakeTable.dataFiles(storages, table)
            : LakeTable.filesOfLocation(storages, table);
    return files.stream().map(Entry::location).toList();
  }

  /**
   * A location from the command line.
   *
   * @throws UsageException if it can't be one
   */
  public static Location location(String option, String text) {
    try {
      return Location.of(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid " + option + ": " + text + " (" + e.getMessage() + ")");
    }
  }

  /**
   * A folder from the command line that has its records beside it, and so is in another.
   *
   * @throws UsageException if it can't be one
   */
  public static Location folder(String option, String text) {
    Location folder = location(option, text);
    try {
      folder.parent();
      return folder;
    } catch (IllegalStateException e) {
      throw new UsageException("Invalid " + option + ": " + text + " (" + e.getMessage() + ")");
    }
  }

  private static FileFormat format(LakeOptions options) {
    long fileBytes = ByteSize.parse("--targetFileSize", options.getTargetFileSize());
    try {
      return new FileFormat(options.getCompression(), options.getTimestampUnit(), fileBytes);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --targetFileSize: " + e.getMessage());
    }
  }
}
