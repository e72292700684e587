/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.LakeIO;
import io.levada.io.lake.LakeRead;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.StagingArea;
import io.levada.io.lake.TableCoverage;
import io.levada.io.lake.TableFile;
import io.levada.io.lake.TableScan;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import io.levada.rows.ColumnNames;
import io.levada.rows.ReadCount;
import io.levada.transforms.EventSchema;
import io.levada.transforms.ValueType;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
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
  private final LakeRead read;
  private final List<Input> inputs;

  /**
   * What a scan wants of the table in a folder that an option names.
   *
   * @throws UsageException if it names none, or the scan does not suit the table
   * @throws RunFailedException if the folder is missing or can't be read
   */
  public static TableSource of(String option, String folder, TableScan scan) {
    return new TableSource(LakeTarget.location(option, folder), scan);
  }

  private TableSource(Location folder, TableScan scan) {
    try {
      if (!storages.of(folder).folderExists(folder)) {
        throw new RunFailedException(
            ExitCode.FAILED, "Cannot find the input " + folder + " (give an existing folder)");
      }
      this.table = LakeTable.list(storages, folder, scan);
      this.read = LakeIO.read(storages, table).withSafeNames();
      this.inputs =
          table.files().stream()
              .map(TableFile::entry)
              .map(file -> new Input(file.location().toString(), file.size(), file.identity()))
              .toList();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  /** The files of the table. */
  public List<Location> files() {
    return table.files().stream().map(TableFile::location).toList();
  }

  @Override
  public List<Input> inputs() {
    return inputs;
  }

  @Override
  public void open(StagingArea area, PipelineOptions options, Console console) {}

  @Override
  public long expectedBytes() {
    return EXPANSION * table.files().stream().mapToLong(file -> file.entry().size()).sum();
  }

  @Override
  public List<Row> sample() throws IOException {
    return read.sample(SAMPLE_FILES, SAMPLE_ROWS);
  }

  @Override
  public PCollection<Row> read(Pipeline pipeline) {
    return pipeline.apply("Read table", read.withEnvelope());
  }

  @Override
  public List<String> coverageProblems(List<ReadCount> reads) {
    return TableCoverage.problems(table, reads);
  }

  /** The columns that are named otherwise than in the files, but for the case of letters. */
  @Override
  public List<String> notes() {
    return RecordSchema.renamed(ColumnNames.mapping(table.schema().getFieldNames()));
  }

  /** By the files' own names, and without columns that no JSON has, such as maps by number. */
  @Override
  public String schemaJson() {
    Schema.Builder columns = Schema.builder();
    table.schema().getFields().stream().filter(TableSource::isOfJson).forEach(columns::addField);
    return EventSchema.ofTable(columns.build()).toJson();
  }

  private static boolean isOfJson(Field column) {
    try {
      return ValueType.of(column.getType()) != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
