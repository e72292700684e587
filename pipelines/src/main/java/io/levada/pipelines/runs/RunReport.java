/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.dynamodb.ItemFigures;
import io.levada.io.lake.DataFile;
import io.levada.io.lake.Fate;
import io.levada.io.lake.Manifest;
import io.levada.io.lake.StagingArea;
import io.levada.io.ledger.HeldLocks;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.RunSummary.Head;
import io.levada.pipelines.RunSummary.Input;
import io.levada.pipelines.RunSummary.Output;
import io.levada.pipelines.RunSummary.Rows;
import io.levada.rows.GroupCount;
import io.levada.rows.SlotSink;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.options.PipelineOptions;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What is told of a run: in its record and in its summary. */
final class RunReport {

  private RunReport() {}

  /** What a person wants to know of a run that begins. */
  static Map<String, Object> about(
      String pipeline, PipelineOptions options, Source source, Intake intake, HeldLocks held) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("pipeline", pipeline);
    about.put("inputs", source.inputs().size());
    about.put("input_bytes", inputBytes(source));
    about.put("bookmark", intake.recorded());
    about.putAll(RecordedOptions.of(pipeline, options, held));
    return about;
  }

  static Map<String, Object> counts(Manifest manifest) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("read", manifest.readCount());
    for (Fate fate : Fate.values()) {
      counts.put(fate.name().toLowerCase(Locale.ROOT), manifest.count(fate));
    }
    manifest
        .groups()
        .ifPresent(
            groups -> {
              counts.put("grouped", groups.in().count());
              counts.put("groups", groups.out().count());
            });
    counts.put("rejects", manifest.rejectsByCode());
    if (!manifest.figures().isEmpty()) {
      counts.put("load", manifest.figures());
    }
    return counts;
  }

  static RunSummary of(
      String pipeline,
      StagingArea area,
      String output,
      Source source,
      Manifest manifest,
      String runner,
      double seconds,
      List<String> notes) {
    List<DataFile> files =
        manifest.files().stream().filter(file -> file.content() == DataFile.Content.DATA).toList();
    boolean hasRejects = files.size() < manifest.files().size();
    Location record = area.runFolder();
    return new RunSummary(
        new Head(pipeline, area.run(), runner, record.toString(), seconds),
        new Input(source.inputs().size(), inputBytes(source)),
        rows(manifest),
        new Output(
            output,
            files.stream().map(DataFile::partition).distinct().count(),
            files.size(),
            files.stream().mapToLong(DataFile::bytes).sum(),
            hasRejects ? record.child("rejects").toString() : null),
        notes,
        List.of(),
        load(manifest));
  }

  private static Rows rows(Manifest manifest) {
    GroupCount groups = manifest.groups().orElse(GroupCount.ZERO);
    return new Rows(
        manifest.readCount(),
        manifest.count(Fate.WRITTEN),
        manifest.count(Fate.DUPLICATE),
        manifest.count(Fate.REJECTED),
        manifest.count(Fate.FILTERED),
        groups.in().count(),
        groups.out().count(),
        manifest.rejectsByCode());
  }

  private static RunSummary.@Nullable Load load(Manifest manifest) {
    Map<String, Long> figures = manifest.figures();
    return figures.isEmpty()
        ? null
        : new RunSummary.Load(
            figures.getOrDefault(SlotSink.WRITTEN, 0L),
            figures.getOrDefault(ItemFigures.CAPACITY, 0L) / (double) ItemFigures.CAPACITY_UNIT,
            figures.getOrDefault(ItemFigures.REQUESTS, 0L),
            figures.getOrDefault(ItemFigures.THROTTLED, 0L),
            figures.getOrDefault(ItemFigures.REPEATED, 0L));
  }

  /** The summary of a run that was not begun, since there was nothing to read. */
  static RunSummary nothingToDo(
      String pipeline, String output, List<String> known, double seconds) {
    List<String> notes = new ArrayList<>(known);
    notes.add(
        known.isEmpty()
            ? "Nothing to do: there are no input files."
            : "Nothing to do: there are no other input files.");
    return RunSummary.nothingDone(pipeline, output, seconds, notes);
  }

  private static long inputBytes(Source source) {
    return source.inputs().stream().mapToLong(Entry::size).sum();
  }
}
