/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a run did, from its data. {@code --summaryFile} writes it as JSON, with the names of the
 * numbers side by side.
 *
 * @param notes lines that a person should see, such as an input set aside
 * @param parts the runs of which this one is made, or empty
 * @param load what was put into a database in place of files, or null
 */
public record RunSummary(
    @JsonUnwrapped Head head,
    @JsonUnwrapped Input input,
    @JsonUnwrapped Rows rows,
    @JsonUnwrapped Output output,
    List<String> notes,
    List<RunSummary> parts,
    @Nullable Load load) {

  /**
   * Which run it was.
   *
   * @param pipeline the pipeline's name
   * @param run the run's id; empty if none was begun
   * @param runner the class that ran it, as its result tells: the proof of which runner it was
   * @param record the folder of the run's record
   * @param seconds wall time
   */
  public record Head(String pipeline, String run, String runner, String record, double seconds) {}

  /**
   * What was read.
   *
   * @param files files read, or what stands for them
   * @param bytes their size as stored
   * @param kind what a person calls one of them
   */
  public record Input(
      @JsonProperty("inputFiles") long files,
      @JsonProperty("inputBytes") long bytes,
      @JsonIgnore String kind) {

    public static final Input NONE = new Input(0, 0);

    /** Files. */
    public Input(long files, long bytes) {
      this(files, bytes, "file");
    }

    Input plus(Input other) {
      return new Input(files + other.files, bytes + other.bytes, kind);
    }
  }

  /**
   * What became of the records, which adds up.
   *
   * @param read records cut from the files
   * @param written rows in the files written
   * @param duplicates rows dropped because an equal one was kept
   * @param rejected records that could not be taken
   * @param filtered rows left out by a filter
   * @param grouped records that went into groups, of an aggregation
   * @param groups rows that were made of the groups: {@code read + groups} is the sum of those
   *     written and left out, and those grouped
   * @param rejectsByCode rejected records by reason
   */
  public record Rows(
      long read,
      long written,
      long duplicates,
      long rejected,
      long filtered,
      long grouped,
      long groups,
      Map<String, Long> rejectsByCode) {

    public static final Rows NONE = new Rows(0, 0, 0, 0, 0, 0, 0, Map.of());

    public Rows {
      rejectsByCode = new TreeMap<>(rejectsByCode);
    }

    Rows plus(Rows other) {
      Map<String, Long> codes = new TreeMap<>(rejectsByCode);
      other.rejectsByCode.forEach((code, count) -> codes.merge(code, count, Long::sum));
      return new Rows(
          read + other.read,
          written + other.written,
          duplicates + other.duplicates,
          rejected + other.rejected,
          filtered + other.filtered,
          grouped + other.grouped,
          groups + other.groups,
          codes);
    }

    /**
     * Those of two runs of which these are the second's: it has read what the first has written.
     */
    Rows behind(Rows first) {
      Rows both = plus(first);
      return new Rows(
          both.read - first.written,
          written,
          both.duplicates,
          both.rejected,
          both.filtered,
          both.grouped,
          both.groups,
          both.rejectsByCode);
    }
  }

  /**
   * What was written.
   *
   * @param place the folder written to
   * @param partitions partitions written
   * @param files files written
   * @param bytes their size
   * @param rejects the folder of the rejects, or null if there are none
   */
  public record Output(
      @JsonProperty("output") String place,
      long partitions,
      long files,
      long bytes,
      @Nullable String rejects) {

    /** Nothing, to that place. */
    public static Output none(String place) {
      return new Output(place, 0, 0, 0, null);
    }

    /** The same, with the rejects of a run before if that had any. */
    Output withRejectsOf(Output before) {
      String all = before.rejects == null ? rejects : before.rejects;
      return new Output(place, partitions, files, bytes, all);
    }

    /** Those of a later run to the same place and these. */
    Output plus(Output later) {
      return new Output(
              place,
              partitions + later.partitions,
              files + later.files,
              bytes + later.bytes,
              later.rejects)
          .withRejectsOf(this);
    }
  }

  /**
   * What a run has put into a database, in place of files.
   *
   * @param items items put
   * @param capacityUnits write capacity that was consumed, as the database has told
   * @param requests requests sent, repeats included
   * @param throttled those of them that were refused, or left a part, as too much at a time
   * @param repeated those that repeat one without an answer, or that failed otherwise
   */
  public record Load(
      long items, double capacityUnits, long requests, long throttled, long repeated) {

    Load plus(Load other) {
      return new Load(
          items + other.items,
          capacityUnits + other.capacityUnits,
          requests + other.requests,
          throttled + other.throttled,
          repeated + other.repeated);
    }
  }

  public RunSummary {
    notes = List.copyOf(notes);
    parts = List.copyOf(parts);
  }

  /** The summary of a run of files to files, by itself. */
  public RunSummary(Head head, Input input, Rows rows, Output output, List<String> notes) {
    this(head, input, rows, output, notes, List.of(), null);
  }

  /** The summary of a run that was not begun, since there was nothing to do. */
  public static RunSummary nothingDone(
      String pipeline, String output, double seconds, List<String> notes) {
    return new RunSummary(
        new Head(pipeline, "", "", "", seconds), Input.NONE, Rows.NONE, Output.none(output), notes);
  }

  /** The pipeline's name. */
  public String pipeline() {
    return head.pipeline();
  }

  /** The run's id; empty if none was begun. */
  public String run() {
    return head.run();
  }

  /**
   * The summary of two runs of which this is the second: what the first has read, what this one has
   * written, and what either has left out.
   *
   * @param first the run before, which has written what this one has read
   * @param name the name of the pipeline that is made of both
   */
  public RunSummary behind(RunSummary first, String name) {
    return new RunSummary(
        headOf(name, List.of(first, this)),
        first.input,
        rows.behind(first.rows),
        output.withRejectsOf(first.output),
        notesOf(List.of(first, this)),
        List.of(first, this),
        load == null ? first.load : load);
  }

  /** The same with a further line that a person should see. */
  public RunSummary withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new RunSummary(head, input, rows, output, more, parts, load);
  }

  /**
   * The summary of runs of one kind into one output, one after the other.
   *
   * @param runs one or more
   */
  public static RunSummary together(List<RunSummary> runs) {
    if (runs.size() == 1) {
      return runs.get(0);
    }

    return new RunSummary(
        headOf(runs.get(0).pipeline(), runs),
        sum(runs, RunSummary::input, Input::plus),
        sum(runs, RunSummary::rows, Rows::plus),
        sum(runs, RunSummary::output, Output::plus),
        notesOf(runs),
        runs,
        runs.stream()
            .map(RunSummary::load)
            .filter(Objects::nonNull)
            .reduce(Load::plus)
            .orElse(null));
  }

  /** That of the last run, but for the time. */
  private static Head headOf(String pipeline, List<RunSummary> runs) {
    Head last = runs.get(runs.size() - 1).head;
    double seconds = runs.stream().mapToDouble(run -> run.head.seconds()).sum();
    return new Head(pipeline, last.run(), last.runner(), last.record(), seconds);
  }

  private static List<String> notesOf(List<RunSummary> runs) {
    return runs.stream().flatMap(run -> run.notes.stream()).distinct().toList();
  }

  private static <T> T sum(
      List<RunSummary> runs, Function<RunSummary, T> part, BinaryOperator<T> plus) {
    return runs.stream().map(part).reduce(plus).orElseThrow();
  }
}
