/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.files.MissingInputException;
import io.levada.io.lake.StagingArea;
import io.levada.io.storage.Entry;
import io.levada.pipelines.Console;
import io.levada.pipelines.UsageException;
import io.levada.rows.ReadCount;
import io.levada.rows.RowFold;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.Row;

/** What a run reads: a fixed list of files, and how they become rows. */
public interface Source {

  /** Where the columns of the input are in the run's record, in the form of a schema file. */
  String SCHEMA_FILE = "schema.json";

  /**
   * Lists the files; called once, with the run's locks held, before anything below.
   *
   * @param choice tells which of the files are read
   * @throws MissingInputException if what is to be listed is not there
   * @throws IOException if it can't be listed
   * @throws UsageException if it is not what the options say
   */
  void list(InputChoice choice) throws IOException;

  /** The files, as they were listed; a row's file is an index into this list. */
  List<Entry> inputs();

  /**
   * Finds out what it takes to read the inputs, such as their schema; called once, when the run has
   * begun and before anything below.
   *
   * @throws IOException if an input can't be read
   */
  void open(StagingArea area, PipelineOptions options, Console console) throws IOException;

  /**
   * Has the rows bring the texts of columns whose types were found by a look at the input: such a
   * type depends on all of it, and a text on nothing else. To be called when the source is open.
   *
   * @param columns by their names in the rows
   * @return the columns that have the texts, behind all others, by those that are asked for;
   *     without those that have no other text than their value
   */
  default Map<String, String> keepTexts(Set<String> columns) {
    return Map.of();
  }

  /** About how large the rows will be, in bytes. */
  long expectedBytes();

  /**
   * About how large, in bytes, the largest piece of the input is that one worker has to read,
   * however many there are; as large as the input where that is not known.
   */
  default long expectedWholeBytes() {
    return expectedBytes();
  }

  /** A few rows, spread over the inputs, for decisions on the run's shape; without an envelope. */
  List<Row> sample() throws IOException;

  /** The rows in an envelope, with their rejects and read counts. */
  PCollection<Row> read(Pipeline pipeline);

  /** As {@link #read}, in parts that are worth a file each: whoever reads a part writes it. */
  default PCollection<Row> readInLargeParts(Pipeline pipeline) {
    return read(pipeline);
  }

  /**
   * The columns of the rows, without an envelope, if they can be {@linkplain #fold folded} where
   * they are read.
   */
  default Optional<Schema> foldable() {
    return Optional.empty();
  }

  /** What the fold makes of the rows, and of their rejects and read counts. */
  default PCollection<KV<Integer, byte[]>> fold(Pipeline pipeline, RowFold fold) {
    throw new UnsupportedOperationException("Cannot fold: read the rows");
  }

  /** The names that columns have in the input, where they are others, by those in the rows. */
  default Map<String, String> inputNames() {
    return Map.of();
  }

  /**
   * Whether the inputs are to be read again: the source had to guess how, the read counts tell that
   * it was wrong, and it has found out now.
   *
   * @throws IOException if an input can't be read
   */
  default boolean corrects(
      List<ReadCount> reads, StagingArea area, PipelineOptions options, Console console)
      throws IOException {
    return false;
  }

  /** What is wrong with the read counts of a whole run, a line each. */
  List<String> coverageProblems(List<ReadCount> reads);

  /** What a person should know of the inputs, such as one that was left out. */
  List<String> notes();

  /** The columns of the input as JSON, for the run's record. */
  String schemaJson();
}
