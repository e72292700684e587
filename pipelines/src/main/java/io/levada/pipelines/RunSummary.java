/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a run did, from its data. {@code --summaryFile} writes it as JSON with these names.
 *
 * @param pipeline the pipeline's name
 * @param run the run's id
 * @param runner the class that ran it, as its result tells: the proof of which runner it was
 * @param inputFiles files read
 * @param inputBytes their size as stored
 * @param read records cut from them
 * @param written rows in the files written
 * @param duplicates rows dropped because an equal one was kept
 * @param rejected records that could not be taken
 * @param filtered rows left out by a filter
 * @param grouped records that went into groups, of an aggregation
 * @param groups rows that were made of the groups: {@code read + groups} is the sum of those
 *     written and left out, and those grouped
 * @param rejectsByCode rejected records by reason
 * @param partitions partitions written
 * @param files files written
 * @param bytes their size
 * @param output the folder written to
 * @param rejects the folder of the rejects, or null if there are none
 * @param record the folder of the run's record
 * @param seconds wall time
 * @param notes lines that a person should see, such as an input set aside
 * @param parts the runs of which this one is made, or empty
 * @param load what was put into a database in place of files, or null
 */
public record RunSummary(
    String pipeline,
    String run,
    String runner,
    long inputFiles,
    long inputBytes,
    long read,
    long written,
    long duplicates,
    long rejected,
    long filtered,
    long grouped,
    long groups,
    Map<String, Long> rejectsByCode,
    long partitions,
    long files,
    long bytes,
    String output,
    @Nullable String rejects,
    String record,
    double seconds,
    List<String> notes,
    List<RunSummary> parts,
    @Nullable Load load) {

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
    rejectsByCode = new TreeMap<>(rejectsByCode);
    notes = List.copyOf(notes);
    parts = List.copyOf(parts);
  }

  /**
   * The summary of two runs of which this is the second: what the first has read, what this one has
   * written, and what either has left out.
   *
   * @param first the run before, which has written what this one has read
   * @param name the name of the pipeline that is made of both
   */
  public RunSummary behind(RunSummary first, String name) {
    Map<String, Long> codes = new TreeMap<>(first.rejectsByCode);
    rejectsByCode.forEach((code, count) -> codes.merge(code, count, Long::sum));
    List<String> allNotes = new ArrayList<>(first.notes);
    notes.stream().filter(note -> !allNotes.contains(note)).forEach(allNotes::add);
    long leftBefore = read - first.written;
    return new RunSummary(
        name,
        run,
        runner,
        first.inputFiles,
        first.inputBytes,
        first.read + leftBefore,
        written,
        first.duplicates + duplicates,
        first.rejected + rejected,
        first.filtered + filtered,
        first.grouped + grouped,
        first.groups + groups,
        codes,
        partitions,
        files,
        bytes,
        output,
        first.rejects == null ? rejects : first.rejects,
        record,
        first.seconds + seconds,
        allNotes,
        List.of(first, this),
        load == null ? first.load : load);
  }

  /** The same with a further line that a person should see. */
  public RunSummary withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new RunSummary(
        pipeline,
        run,
        runner,
        inputFiles,
        inputBytes,
        read,
        written,
        duplicates,
        rejected,
        filtered,
        grouped,
        groups,
        rejectsByCode,
        partitions,
        files,
        bytes,
        output,
        rejects,
        record,
        seconds,
        more,
        parts,
        load);
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

    RunSummary last = runs.get(runs.size() - 1);
    Map<String, Long> codes = new TreeMap<>();
    runs.forEach(
        run -> run.rejectsByCode.forEach((code, count) -> codes.merge(code, count, Long::sum)));
    return new RunSummary(
        last.pipeline,
        last.run,
        last.runner,
        sum(runs, RunSummary::inputFiles),
        sum(runs, RunSummary::inputBytes),
        sum(runs, RunSummary::read),
        sum(runs, RunSummary::written),
        sum(runs, RunSummary::duplicates),
        sum(runs, RunSummary::rejected),
        sum(runs, RunSummary::filtered),
        sum(runs, RunSummary::grouped),
        sum(runs, RunSummary::groups),
        codes,
        sum(runs, RunSummary::partitions),
        sum(runs, RunSummary::files),
        sum(runs, RunSummary::bytes),
        last.output,
        runs.stream().map(RunSummary::rejects).filter(Objects::nonNull).findFirst().orElse(null),
        last.record,
        runs.stream().mapToDouble(RunSummary::seconds).sum(),
        runs.stream().flatMap(run -> run.notes.stream()).distinct().toList(),
        runs,
        runs.stream()
            .map(RunSummary::load)
            .filter(Objects::nonNull)
            .reduce(Load::plus)
            .orElse(null));
  }

  private static long sum(List<RunSummary> runs, ToLongFunction<RunSummary> number) {
    return runs.stream().mapToLong(number).sum();
  }
}
