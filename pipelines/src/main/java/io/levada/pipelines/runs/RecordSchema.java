/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.LakeTable;
import io.levada.io.lake.SchemaDrift;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.RecordOptions.UnknownFieldsOption;
import io.levada.rows.RecordBlock;
import io.levada.transforms.EventSchema;
import io.levada.transforms.FileSchemas;
import io.levada.transforms.InferFileSchemas;
import io.levada.transforms.InferSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.values.PCollection;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The schema of the records of a run, as the options want it: given by a file or by the table that
 * the rows are for, or inferred from the records, in whole or for some members.
 */
final class RecordSchema {

  private static final String INFER = "infer";

  private final String input;
  private final @Nullable EventSchema given;
  private final List<String> typed;
  private final boolean refusesDrift;

  /**
   * Reads what is given.
   *
   * @param usual the schema if the options name none
   * @param input what the records come from, for messages
   * @throws UsageException if it is missing or wrong, or the options contradict each other
   * @throws IOException if it can't be read
   */
  RecordSchema(RecordOptions options, EventSchema usual, String input, Storages storages)
      throws IOException {
    this.input = input;
    this.given = given(options, usual, storages);
    this.typed = options.getTyped() == null ? List.of() : List.copyOf(options.getTyped());
    this.refusesDrift = options.getSchemaDrift() == SchemaDrift.REFUSE;
    if (refusesDrift && given != null) {
      throw new UsageException(
          "Invalid --schemaDrift: refuse (it is for --schema=infer; with a schema that is given,"
              + " --unknownFields=reject refuses what it does not name)");
    }
    if (given != null) {
      checkTyped(given);
    }
  }

  /** The schema that the option names, or null if it is to be inferred. */
  private static @Nullable EventSchema given(
      RecordOptions options, EventSchema usual, Storages storages) throws IOException {
    if (options.getSchema() == null) {
      return usual;
    }
    return options.getUnknownFields() == UnknownFieldsOption.KEEP
        ? named(storages, options.getSchema(), Set.of(RecordSource.UNKNOWN_COLUMN))
        : named(storages, options.getSchema());
  }

  /**
   * The schema that the option names, or null if it names none, or asks for a look at the records.
   *
   * @throws UsageException if it is missing or wrong
   * @throws IOException if it can't be read
   */
  static @Nullable EventSchema named(Storages storages, @Nullable String option)
      throws IOException {
    return named(storages, option, Set.of());
  }

  /**
   * @param made columns of a table that no record has
   */
  private static @Nullable EventSchema named(
      Storages storages, @Nullable String option, Set<String> made) throws IOException {
    if (option == null || option.equals(INFER)) {
      return null;
    }

    Location location = LakeTarget.location("--schema", option);
    if (storages.of(location).folderExists(location)) {
      return ofTable(storages, location, made);
    }

    byte[] text =
        storages
            .of(location)
            .read(location)
            .orElseThrow(
                () ->
                    new UsageException(
                        "Cannot find the schema "
                            + location
                            + " (give a file, the folder of a table, or 'infer')"));
    try {
      return EventSchema.fromJson(new String(text, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid schema " + location + ": " + e.getMessage());
    }
  }

  /**
   * The columns of the files: those of the path are made of them, and that of unknown fields is, if
   * it is asked for, no record's own.
   */
  private static EventSchema ofTable(Storages storages, Location folder, Set<String> madeElsewhere)
      throws IOException {
    LakeTable table = LakeTable.list(storages, folder);
    if (table.files().isEmpty()) {
      throw new UsageException(
          "Cannot take the schema of " + folder + ": it has no Parquet file (give a file)");
    }

    Set<String> made = new HashSet<>(table.partitionColumns());
    made.addAll(madeElsewhere);
    Schema.Builder columns = Schema.builder();
    table.schema().getFields().stream()
        .filter(column -> !made.contains(column.getName()))
        .forEach(columns::addField);
    try {
      return EventSchema.ofTable(columns.build());
    } catch (IllegalArgumentException e) {
      throw new UsageException("Cannot take the schema of " + folder + ": " + e.getMessage());
    }
  }

  private void checkTyped(EventSchema schema) {
    try {
      schema.withInferred(schema, typed);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --typed: " + e.getMessage());
    }
  }

  /** Whether the records must be looked at before the schema is known. */
  boolean isInferred() {
    return given == null || !typed.isEmpty();
  }

  /**
   * The schema that was given.
   *
   * @throws IllegalStateException if it is inferred
   */
  EventSchema given() {
    if (isInferred()) {
      throw new IllegalStateException("The schema is inferred");
    }
    return given;
  }

  /** Finds the text for {@link #of}; file by file only where it matters whether they differ. */
  PTransform<PCollection<RecordBlock>, PCollection<String>> inference() {
    InferSchema infer =
        given == null
            ? InferSchema.create().withTyped(typed)
            : InferSchema.create().withTyped(typed, given);
    return refusesDrift ? InferFileSchemas.by(infer) : infer;
  }

  /**
   * The schema, from what {@link #inference} has found in all records.
   *
   * @param names the files' names by their index
   * @throws RunFailedException if there is no schema in them, or the files' own differ and may not
   */
  EventSchema of(String found, IntFunction<String> names) {
    EventSchema inferred = refusesDrift ? ofAlike(found, names) : EventSchema.fromJson(found);
    if (given != null) {
      return given.withInferred(inferred, typed);
    }
    if (inferred.fields().isEmpty()) {
      throw new RunFailedException(
          ExitCode.FAILED,
          "Cannot infer a schema from " + input + ": no record of it has a member");
    }
    return inferred;
  }

  private EventSchema ofAlike(String found, IntFunction<String> names) {
    FileSchemas schemas = FileSchemas.fromJson(found);
    Optional<String> drift = schemas.drift(names);
    if (drift.isPresent()) {
      throw new RunFailedException(
          ExitCode.FAILED,
          "Files of "
              + input
              + " have schemas of their own: "
              + drift.get()
              + " (--schemaDrift=union takes them all)");
    }
    return schemas.schema();
  }

  /** The columns of which a person should know the name. */
  static List<String> renamed(EventSchema schema) {
    Map<String, String> names = new LinkedHashMap<>();
    schema.fields().forEach(field -> names.put(field.source(), field.name()));
    return renamed(names);
  }

  /**
   * A line for each column whose name is not its source's, but for the case of letters.
   *
   * @param names the columns' names by those of their sources
   */
  static List<String> renamed(Map<String, String> names) {
    List<String> renamed = new ArrayList<>();
    names.forEach(
        (source, column) -> {
          if (!column.equalsIgnoreCase(source)) {
            renamed.add("Column " + column + " is made of '" + source + "'");
          }
        });
    return renamed;
  }
}
