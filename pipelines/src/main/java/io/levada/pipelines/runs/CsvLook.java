/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.files.FileHead;
import io.levada.io.files.InputFile;
import io.levada.io.storage.InParallel;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.rows.CsvDialect;
import io.levada.transforms.CsvFile;
import io.levada.transforms.CsvHead;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A look at the beginning of each file of CSV: its delimiter, its columns, its character set. */
final class CsvLook {

  private static final int FIRST_BYTES = 64 * 1024;

  /** No more than a part of a file that is divided, so that the header is in its first one. */
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private static final int MOST_THREADS = 16;

  /** What was seen of a file. */
  private record Seen(
      InputFile file, Optional<Character> delimiter, List<String> firstRow, Charset charset) {}

  private final Storages storages;
  private final CsvForm form;
  private final List<String> namesOfSchema;
  private final List<Seen> seen;

  /**
   * Looks at the files.
   *
   * @param namesOfSchema the columns of a schema that is given, which those of files without a
   *     header are if nothing else names them; or none
   * @throws RunFailedException if a file's first row has no end, or delimiters differ
   */
  CsvLook(Storages storages, List<InputFile> files, CsvForm form, List<String> namesOfSchema)
      throws IOException {
    this.storages = storages;
    this.form = form;
    this.namesOfSchema = namesOfSchema;
    @Nullable Seen[] byIndex = new @Nullable Seen[files.size()];
    InParallel.forEach(files, MOST_THREADS, file -> byIndex[file.index()] = look(file));
    this.seen = Arrays.asList(byIndex);
  }

  private Seen look(InputFile file) throws IOException {
    for (int length = FIRST_BYTES; ; length *= 16) {
      FileHead read = FileHead.of(storages, file, Math.min(length, MOST_BYTES));
      Charset charset = read.isUtf8() ? StandardCharsets.UTF_8 : form.charset();
      CsvHead head = new CsvHead(read.bytes(), charset, read.isWhole());
      Optional<Character> delimiter =
          form.detectsDelimiter() ? head.delimiter(form.dialect()) : Optional.empty();
      CsvDialect dialect =
          delimiter.isPresent() ? form.dialect().withDelimiter(delimiter.get()) : form.dialect();
      Optional<List<String>> row = head.firstRow(dialect);
      if (row.isPresent() || read.isWhole()) {
        return new Seen(file, delimiter, row.orElse(List.of()), charset);
      }
      if (length >= MOST_BYTES) {
        throw new RunFailedException(
            ExitCode.FAILED,
            "Cannot read the columns of "
                + file.location()
                + ": its first row has no end in "
                + length
                + " bytes (check --quote and --charset)");
      }
    }
  }

  /** The dialect of all files. */
  CsvDialect dialect() {
    Seen first = null;
    for (Seen file : seen) {
      if (file.delimiter().isEmpty()) {
        continue;
      }
      if (first != null && !first.delimiter().equals(file.delimiter())) {
        throw new RunFailedException(
            ExitCode.FAILED,
            "Cannot tell the delimiter: it is %s in %s and %s in %s (give --delimiter, or read them apart)"
                .formatted(
                    word(first.delimiter().get()),
                    first.file().location(),
                    word(file.delimiter().get()),
                    file.file().location()));
      }
      first = file;
    }
    return first == null
        ? form.dialect()
        : form.dialect().withDelimiter(first.delimiter().orElseThrow());
  }

  /** What is to be told of a delimiter that was detected; nothing if none was. */
  Optional<String> note() {
    return seen.stream()
        .flatMap(file -> file.delimiter().stream())
        .findFirst()
        .map(delimiter -> "Delimiter, as the files tell: " + word(delimiter));
  }

  private static String word(char delimiter) {
    return delimiter == '\t' ? "tab" : "'" + delimiter + "'";
  }

  /** The files' columns and character sets. */
  List<CsvFile> files() {
    List<CsvFile> files = new ArrayList<>();
    for (Seen file : seen) {
      files.add(new CsvFile(columns(file), file.charset().name()));
    }
    return files;
  }

  /** Whether there are rows, and all of one cell. */
  boolean haveOneColumn() {
    List<Seen> withRows = seen.stream().filter(file -> !file.firstRow().isEmpty()).toList();
    return !withRows.isEmpty() && withRows.stream().allMatch(file -> columns(file).size() == 1);
  }

  private List<String> columns(Seen file) {
    List<String> row = file.firstRow();
    if (row.isEmpty()) {
      return List.of();
    }
    try {
      if (!form.columns().isEmpty()) {
        return given(file);
      }
      if (form.hasHeader()) {
        return CsvHead.columns(row);
      }
      if (namesOfSchema.isEmpty()) {
        return CsvHead.placed(row);
      }
      checkWidth(file, "the schema", namesOfSchema);
      return namesOfSchema;
    } catch (IllegalArgumentException e) {
      throw new RunFailedException(
          ExitCode.FAILED, "Cannot read " + location(file) + ": " + e.getMessage(), e);
    }
  }

  private List<String> given(Seen file) {
    List<String> columns = CsvHead.columns(form.columns());
    checkWidth(file, "--columns", columns);
    return columns;
  }

  /** Otherwise each row would be a reject. */
  private void checkWidth(Seen file, String who, List<String> names) {
    if (names.size() != file.firstRow().size()) {
      throw new RunFailedException(
          ExitCode.FAILED,
          "Cannot read %s: its %s has %d columns, and %s names %d"
              .formatted(
                  location(file),
                  form.hasHeader() ? "header" : "first row",
                  file.firstRow().size(),
                  who,
                  names.size()));
    }
  }

  private static Location location(Seen file) {
    return file.file().location();
  }
}
