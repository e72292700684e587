/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.LakeIO;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.StagingArea;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import io.levada.rows.ColumnKind;
import io.levada.rows.ReadCount;
import io.levada.transforms.EventField;
import io.levada.transforms.EventSchema;
import io.levada.transforms.ValueType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** A lake table as the source of a run. */
public final class TableSource implements Source {

  /** How much larger rows are than the Parquet files of them, in our measurements of events. */
  private static final long EXPANSION = 4;

  private static final int SAMPLE_FILES = 32;
  private static final int SAMPLE_ROWS = 100;

  private final Storages storages = Storages.withoutStaging();
  private final LakeTable table;
  private final List<Input> inputs;

  /**
   * The table in a folder that an option names.
   *
   * @throws UsageException if it names none
   * @throws RunFailedException if the folder is missing or can't be read
   */
  public static TableSource of(String option, String folder) {
    return new TableSource(LakeTarget.location(option, folder));
  }

  private TableSource(Location folder) {
    try {
      if (!storages.of(folder).folderExists(folder)) {
        throw new RunFailedException(
            ExitCode.FAILED, "Cannot find the input " + folder + " (give an existing folder)");
      }
      this.table = LakeTable.list(storages, folder);
      this.inputs =
          table.files().stream()
              .map(file -> new Input(file.location().toString(), file.size(), file.identity()))
              .toList();
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  /** The files of the table. */
  public List<Location> files() {
    return table.files().stream().map(Entry::location).toList();
  }

  @Override
  public List<Input> inputs() {
    return inputs;
  }

  @Override
  public void open(StagingArea area, PipelineOptions options, Console console) {}

  @Override
  public long expectedBytes() {
    return EXPANSION * table.files().stream().mapToLong(Entry::size).sum();
  }

  @Override
  public List<Row> sample() throws IOException {
    return LakeIO.read(storages, table).sample(SAMPLE_FILES, SAMPLE_ROWS);
  }

  @Override
  public PCollection<Row> read(Pipeline pipeline) {
    return pipeline.apply("Read table", LakeIO.read(storages, table).withEnvelope());
  }

  @Override
  public List<String> coverageProblems(List<ReadCount> reads) {
    List<String> problems = new ArrayList<>();
    BitSet seen = new BitSet();
    for (ReadCount read : reads) {
      if (seen.get(read.file())) {
        problems.add("Input " + read.file() + " was read twice");
      }
      seen.set(read.file());
    }
    for (int file = seen.nextClearBit(0);
        file < table.files().size();
        file = seen.nextClearBit(file + 1)) {
      problems.add("Input " + file + " was not read");
    }
    return problems;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public String schemaJson() {
    List<EventField> fields = new ArrayList<>();
    for (Field field : table.schema().getFields()) {
      boolean required = !field.getType().getNullable();
      fields.add(
          new EventField(field.getName(), field.getName(), typeOf(field.getType()), required));
    }
    return EventSchema.of(fields).toJson();
  }

  private static ValueType typeOf(FieldType type) {
    return switch (ColumnKind.of(type)) {
      case STRING -> ValueType.STRING;
      case BYTES -> ValueType.BYTES;
      case BOOLEAN -> ValueType.BOOLEAN;
      case INT16, INT32 -> ValueType.INT;
      case INT64 -> ValueType.LONG;
      case FLOAT -> ValueType.FLOAT;
      case DOUBLE -> ValueType.DOUBLE;
      case DATE -> ValueType.DATE;
      case TIMESTAMP, DATETIME -> ValueType.TIMESTAMP;
      case DECIMAL -> decimal(type.getLogicalType().getArgument());
      case NESTED -> throw new IllegalArgumentException("Nested columns have no schema yet");
    };
  }

  private static ValueType decimal(Row precisionAndScale) {
    return ValueType.decimal(
        precisionAndScale.getInt32("precision"), precisionAndScale.getInt32("scale"));
  }
}
