/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.files.MissingInputException;
import io.levada.io.lake.LakeIO;
import io.levada.io.lake.LakeRead;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.StagingArea;
import io.levada.io.lake.TableCoverage;
import io.levada.io.lake.TableFile;
import io.levada.io.lake.TableScan;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import io.levada.rows.ColumnNames;
import io.levada.rows.ReadCount;
import io.levada.rows.RowFold;
import io.levada.transforms.EventSchema;
import io.levada.transforms.ValueType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;
import org.checkerframework.checker.nullness.qual.Nullable;

/** A lake table as the source of a run. */
public final class TableSource implements Source {

  /** How much larger rows are than the Parquet files of them, in our measurements of events. */
  private static final long EXPANSION = 4;

  private static final int SAMPLE_FILES = 32;
  private static final int SAMPLE_ROWS = 100;

  private final Storages storages;
  private final TableInput input;
  private final TableScan scan;
  private final @Nullable LakeTarget target;
  private final boolean mayBeMissing;
  private final Predicate<Entry> wanted;
  private LakeTable table;
  private LakeRead read;

  /** What a scan wants of the table in a folder; one that is missing can't be listed. */
  public TableSource(Location folder, TableScan scan, AwsSettings aws) {
    this(new TableInput.InFolder(folder), scan, null, aws, false, file -> true);
  }

  private TableSource(
      TableInput input,
      TableScan scan,
      @Nullable LakeTarget target,
      AwsSettings aws,
      boolean mayBeMissing,
      Predicate<Entry> wanted) {
    this.storages = Storages.withoutStaging().withAws(aws);
    this.input = input;
    this.scan = scan;
    this.target = target;
    this.mayBeMissing = mayBeMissing;
    this.wanted = wanted;
  }

  /** What a scan wants of the table in a folder; one that is missing has no files. */
  public static TableSource orEmpty(Location folder, TableScan scan, AwsSettings aws) {
    return new TableSource(new TableInput.InFolder(folder), scan, null, aws, true, file -> true);
  }

  /** Those files of the table in a folder that are wanted. */
  static TableSource of(Location folder, TableScan scan, AwsSettings aws, Predicate<Entry> wanted) {
    return new TableSource(new TableInput.InFolder(folder), scan, null, aws, true, wanted);
  }

  /**
   * What a scan wants of the table that is a run's {@code --input}.
   *
   * @param target what the run fills, which is to be apart from it
   * @throws UsageException if the two overlap
   * @throws RunFailedException if the input can't be found
   */
  public static TableSource of(
      TableInput input, TableScan scan, LakeTarget target, AwsSettings aws) {
    TableSource source = new TableSource(input, scan, target, aws, false, file -> true);
    try {
      target.checkApart("--input", input.location(source.storages));
      return source;
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  @Override
  public void list(InputChoice choice) throws IOException {
    try {
      this.table =
          input.list(
              storages, scan, listed -> chosen(choice, listed.stream().filter(wanted).toList()));
      this.read = LakeIO.read(storages, table).withSafeNames();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    if (target != null) {
      // A catalog can have partitions anywhere.
      table.files().forEach(file -> target.checkApart("--input", file.location()));
    }
    if (input instanceof TableInput.InFolder in && !mayBeMissing && table.files().isEmpty()) {
      checkThere(in.folder());
    }
  }

  private void checkThere(Location folder) throws IOException {
    if (!storages.of(folder).folderExists(folder)) {
      throw new MissingInputException(folder.uri(), "give an existing folder");
    }
  }

  private static List<Entry> chosen(InputChoice choice, List<Entry> listed) {
    try {
      return choice.choose(listed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Entry> inputs() {
    return table == null ? List.of() : table.files().stream().map(TableFile::entry).toList();
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
  public Optional<Schema> foldable() {
    return read.canFold() ? Optional.of(read.schema()) : Optional.empty();
  }

  @Override
  public PCollection<KV<Integer, byte[]>> fold(Pipeline pipeline, RowFold fold) {
    return pipeline.apply("Read table", read.folded(fold));
  }

  @Override
  public Map<String, String> inputNames() {
    Map<String, String> names = new LinkedHashMap<>();
    ColumnNames.mapping(table.schema().getFieldNames())
        .forEach((input, column) -> names.put(column, input));
    return names;
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
