/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ReadCount;
import io.levada.rows.RecordBlock;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What has been seen of the records of some files, by file as long as a file has not been seen
 * whole, and then only by what differs: so a million files that are alike take no more room than
 * one. Merging is commutative and associative.
 */
final class FileGuesses {

  private final SchemaGuess union = new SchemaGuess();

  private final FileVariants variants = new FileVariants();

  private final Map<Integer, Part> parts = new TreeMap<>();

  /** What has been seen of a file that is not known to have been seen whole. */
  static final class Part {

    private final SchemaGuess guess = new SchemaGuess();
    private long seenRecords;
    private long countedRecords;
    private long countedBytes;

    /** The file's length, or a negative number as long as it is not known. */
    private long length = -1;

    private boolean isWhole() {
      return countedBytes == length && seenRecords == countedRecords;
    }

    private void addAll(Part other) {
      guess.addAll(other.guess);
      seenRecords += other.seenRecords;
      countedRecords += other.countedRecords;
      countedBytes += other.countedBytes;
      length = Math.max(length, other.length);
    }

    SchemaGuess guess() {
      return guess;
    }

    /** The numbers for a coder. */
    long[] numbers() {
      return new long[] {seenRecords, countedRecords, countedBytes, length};
    }

    /** A part as a coder reads it. */
    static Part of(SchemaGuess guess, long[] numbers) {
      Part part = new Part();
      part.guess.addAll(guess);
      part.seenRecords = numbers[0];
      part.countedRecords = numbers[1];
      part.countedBytes = numbers[2];
      part.length = numbers[3];
      return part;
    }
  }

  /** Adds a block's records and its read count. */
  void look(RecordBlock block, RecordGuesser guesser) {
    Part part = parts.computeIfAbsent(block.file(), file -> new Part());
    guesser.look(block, part.guess);
    part.seenRecords += block.recordCount();
    @Nullable ReadCount count = block.readCount();
    if (count != null) {
      part.countedRecords += count.records().count();
      part.countedBytes += count.to() - count.from();
      // An empty count may stand anywhere, and does not tell where the file ends.
      if (count.reachedEnd() && (count.from() < count.to() || count.to() == 0)) {
        part.length = Math.max(part.length, count.to());
      }
      settle(block.file(), part);
    }
  }

  void addAll(FileGuesses other) {
    union.addAll(other.union);
    variants.addAll(other.variants);
    other.parts.forEach(this::addPart);
  }

  /** As of {@link #addAll}; that part stays as it is. */
  void addPart(int file, Part other) {
    Part part = parts.computeIfAbsent(file, key -> new Part());
    part.addAll(other);
    settle(file, part);
  }

  void addUnion(SchemaGuess guess) {
    union.addAll(guess);
  }

  private void settle(int file, Part part) {
    if (part.isWhole()) {
      parts.remove(file);
      addWhole(file, part.guess);
    }
  }

  private void addWhole(int file, SchemaGuess guess) {
    union.addAll(guess);
    if (!guess.isEmpty()) {
      variants.add(FileSchemas.text(guess.record().memberVariants()), file);
    }
  }

  SchemaGuess union() {
    return union;
  }

  FileVariants variants() {
    return variants;
  }

  Map<Integer, Part> parts() {
    return parts;
  }

  /**
   * What {@link FileSchemas} reads; nothing more can be added then.
   *
   * @throws IllegalArgumentException if two members would have one column
   */
  String toJson() {
    parts.forEach((file, part) -> addWhole(file, part.guess));
    parts.clear();
    return FileSchemas.toJson(union.toSchema(), variants.inOrder());
  }
}
