/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.Storages;
import io.levada.rows.RecordBlock;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.io.Read;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Reads files of JSON records, or {@linkplain #asCsv of CSV}, as blocks of whole records.
 *
 * <pre>{@code
 * List<InputFile> files = InputFiles.list("/landing/events");
 * PCollection<RecordBlock> blocks = pipeline.apply("Read events", ReadRecords.from(files));
 * }</pre>
 *
 * <p>The output is bounded, in the global window and in no order between blocks; the records of a
 * block stand as in their file. Files may be plain, gzip, bzip2 or zstd, of one or several members,
 * of UTF-8 or, with a byte order mark, of UTF-16, told by their content and never by their names.
 * So is how the records stand in a file:
 *
 * <ul>
 *   <li>newline-delimited: a record is a line that is not blank, without its line end ({@code \n}
 *       or {@code \r\n});
 *   <li>one after another, printed over several lines or several on a line: a record is a value;
 *   <li>in an array, or several: a record is an element, or a value beside the arrays.
 * </ul>
 *
 * <p>Every byte of a file is in one record, or it is white space, a byte order mark at the file's
 * start, or a bracket of such an array or a comma between its elements. What is no JSON is a record
 * too, for whoever parses it to reject. Reading goes on behind a broken value where the layout
 * shows the next one; otherwise the rest of the file belongs to its record. An array that is not
 * closed is followed by a record without bytes, which is no JSON either.
 *
 * <p>The position of a record is its offset in bytes in the file's content, decompressed and as
 * UTF-8; a byte order mark counts there for the three bytes it has in UTF-8. Half a surrogate pair
 * in UTF-16, and an odd byte at its end, become bytes that are no UTF-8.
 *
 * <p>Large plain newline-delimited files of UTF-8 are divided among readers, all others are read by
 * one reader each.
 *
 * <p>Every reader ends each range that it read with a {@link io.levada.rows.ReadCount}, in the
 * bundle of the range's records; {@link InputCoverage} says what the counts must look like.
 *
 * <p>The pipeline fails, with the name of the file, by an {@link UnreadableFileException} on one
 * that is truncated, damaged or certainly no text, and by a {@link
 * io.levada.io.storage.ChangedWhileReadingException} on one that is no longer what was listed. The
 * counter {@link #BYTES_READ} is for a progress bar only: it counts again what is read again.
 */
public final class ReadRecords extends PTransform<PBegin, PCollection<RecordBlock>> {

  /** The counter of bytes read as they are stored. */
  public static final String BYTES_READ = "bytesRead";

  /** The largest record that is carried whole, unless said otherwise: 64 MB. */
  public static final int DEFAULT_MAX_RECORD_BYTES = 64_000_000;

  private final List<FileRange> ranges;
  private final Storages storages;
  private final @Nullable CsvShape csv;
  private final int maxRecordBytes;
  private final long leastPartBytes;

  private ReadRecords(
      List<FileRange> ranges,
      Storages storages,
      @Nullable CsvShape csv,
      int maxRecordBytes,
      long leastPartBytes) {
    this.ranges = ranges;
    this.storages = storages;
    this.csv = csv;
    this.maxRecordBytes = maxRecordBytes;
    this.leastPartBytes = leastPartBytes;
  }

  /** Reads these files, all of them. */
  public static ReadRecords from(List<InputFile> files) {
    return new ReadRecords(
        files.stream().map(FileRange::whole).toList(),
        Storages.withoutStaging(),
        null,
        DEFAULT_MAX_RECORD_BYTES,
        ReadPlan.SPLIT_BYTES);
  }

  /**
   * Reads CSV instead of JSON: a record is a row without its line end. A header and blank lines,
   * where they are no records, and a byte order mark are in none. Files are decompressed and those
   * of UTF-16 decoded as others; others are cut by their bytes, in whatever character set. One
   * reader reads a file, unless it is one of {@link CsvParts}.
   */
  public ReadRecords asCsv(CsvShape shape) {
    return new ReadRecords(ranges, storages, shape, maxRecordBytes, leastPartBytes);
  }

  /** Reads these parts of the files, all of them, by several readers. */
  public ReadRecords inParts(CsvParts parts) {
    return new ReadRecords(parts.ranges(), storages, csv, maxRecordBytes, leastPartBytes);
  }

  /**
   * Gives no reader less than what is worth a file of its own, 32 MiB, for whoever writes what is
   * read where it is read; by default it is 8 MiB, to have many readers.
   */
  public ReadRecords inLargeParts() {
    return new ReadRecords(ranges, storages, csv, maxRecordBytes, ReadPlan.WRITTEN_PART_BYTES);
  }

  /** How to reach the files; by default local ones. */
  public ReadRecords withStorages(Storages storages) {
    return new ReadRecords(ranges, storages, csv, maxRecordBytes, leastPartBytes);
  }

  /**
   * The largest record, in bytes, that is carried whole. Of a larger one only its first 64 KiB, its
   * length and its SHA-256 are, whatever memory there is. A reader needs up to twice this memory.
   *
   * @throws IllegalArgumentException if it is not positive
   */
  public ReadRecords withMaxRecordBytes(int maxRecordBytes) {
    if (maxRecordBytes <= 0) {
      throw new IllegalArgumentException(
          "Invalid maxRecordBytes: " + maxRecordBytes + " (give at least 1)");
    }
    return new ReadRecords(ranges, storages, csv, maxRecordBytes, leastPartBytes);
  }

  @Override
  public PCollection<RecordBlock> expand(PBegin begin) {
    return begin.apply(
        "Read files",
        Read.from(
            new RecordSource(
                storages, new ArrayList<>(ranges), csv, maxRecordBytes, leastPartBytes)));
  }
}
