/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.files.InputFile;
import io.levada.io.files.InputFiles;
import io.levada.io.files.MissingInputException;
import io.levada.io.files.UnreadableInputs;
import io.levada.io.landing.LandingZone;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.AwsOptions;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The files of records that a run reads, of any format: those of an input or a landing zone. */
final class FileInput {

  private static final long MAX_RECORD_BYTES = 1L << 30;

  private final FileOptions options;
  private final Predicate<Location> taken;
  private final Storages storages;
  private final int maxRecordBytes;
  private final @Nullable LandingZone landing;
  private final List<String> notes = new ArrayList<>();
  private List<InputFile> files = List.of();

  /**
   * @throws UsageException if an option is wrong
   */
  FileInput(FileOptions options) {
    this(options, file -> true);
  }

  /**
   * @param taken which of the files that the options name are read
   * @throws UsageException if an option is wrong
   */
  FileInput(FileOptions options, Predicate<Location> taken) {
    this.options = options;
    this.taken = taken;
    this.storages = Storages.withoutStaging().withAws(AwsAccess.of(options.as(AwsOptions.class)));
    this.maxRecordBytes = maxRecordBytes(options.getMaxRecordBytes());
    this.landing = landing(options);
  }

  private static @Nullable LandingZone landing(FileOptions options) {
    if (options.getLanding() == null) {
      return null;
    }
    if (options.getInput() != null) {
      throw new UsageException("Invalid --input: --landing names the input already (give one)");
    }
    return new LandingZone(LakeTarget.location("--landing", options.getLanding()));
  }

  private static int maxRecordBytes(String text) {
    long bytes = ByteSize.parse("--maxRecordBytes", text);
    if (bytes < 1 || bytes > MAX_RECORD_BYTES) {
      throw new UsageException(
          "Invalid --maxRecordBytes: " + text + " (expected 1 to 1GB; a record is held in memory)");
    }
    return (int) bytes;
  }

  Storages storages() {
    return storages;
  }

  int maxRecordBytes() {
    return maxRecordBytes;
  }

  /** What is read, as a person would name it. */
  String name() {
    return landing == null ? options.getInput() : landing.pending().uri();
  }

  /**
   * Refuses a table that is where the input is.
   *
   * @throws UsageException if they overlap
   */
  void checkApartFrom(LakeTarget target) {
    if (landing == null) {
      target.checkApart("--input", LakeTarget.location("--input", options.getInput()));
    } else {
      target.checkApart("--landing", landing.pending());
      target.checkApart("--landing", landing.processed());
    }
  }

  /** Lists the files that are read, as {@link Source#list}. */
  void list(InputChoice choice) throws IOException {
    List<Entry> listed =
        (landing == null ? InputFiles.list(storages, options.getInput()) : pending(landing))
            .stream().map(InputFile::entry).filter(file -> taken.test(file.location())).toList();
    this.files = InputFiles.numbered(choice.choose(listed));
    if (options.getUnreadableFiles() == FileOptions.UnreadableFiles.QUARANTINE) {
      quarantine();
    }
  }

  /** Where nothing waits there is a folder for it, or for what has waited. */
  private List<InputFile> pending(LandingZone zone) throws IOException {
    List<InputFile> pending = InputFiles.below(storages, zone.pending());
    boolean missing =
        pending.isEmpty()
            && !storages.of(zone.pending()).folderExists(zone.pending())
            && !storages.of(zone.processed()).folderExists(zone.processed());
    if (missing) {
      throw new MissingInputException(
          zone.pending().uri(), "a landing zone is a folder with a folder pending in it");
    }
    return pending;
  }

  private void quarantine() throws IOException {
    List<InputFile> setAside = new ArrayList<>();
    for (UnreadableInputs.Unreadable unreadable : UnreadableInputs.find(storages, files)) {
      notes.add("Set aside, not read: " + unreadable.reason());
      setAside.add(unreadable.file());
    }
    files = InputFiles.without(files, setAside);
  }

  /** The files that were listed, each at the place that is its index. */
  List<InputFile> files() {
    return files;
  }

  List<Entry> entries() {
    return files.stream().map(InputFile::entry).toList();
  }

  long bytes() {
    return files.stream().mapToLong(InputFile::size).sum();
  }

  /** What a person should know of the files. */
  List<String> notes() {
    return List.copyOf(notes);
  }
}
