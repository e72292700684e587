/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import io.levada.io.lake.DataFile;
import io.levada.io.lake.Fate;
import io.levada.io.lake.StagingArea;
import io.levada.io.ledger.Departure;
import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.PublishPlan;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storages;
import io.levada.io.tmdb.TmdbSettings;
import io.levada.pipelines.Console;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.RunSummary.Head;
import io.levada.pipelines.RunSummary.Input;
import io.levada.pipelines.RunSummary.Output;
import io.levada.pipelines.RunSummary.Rows;
import io.levada.pipelines.runs.CutOffRuns;
import io.levada.pipelines.runs.PipelineRun;
import io.levada.pipelines.runs.RecordedOptions;
import io.levada.pipelines.runs.RunPlace;
import io.levada.pipelines.runs.RunWork;
import io.levada.pipelines.tmdbingest.KeptCollections.Kept;
import io.levada.pipelines.tmdbingest.TmdbIngestOptions.Collected;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;

/** What a run does between its beginning and its publishing: films are taken, and files staged. */
final class IngestWork implements RunWork<IngestWork.Ingested> {

  private static final String PIPELINE = "tmdb-ingest";
  private static final String NOTES_FILE = "notes.txt";

  private final PipelineOptions options;
  private final RunPlace place;
  private final TmdbSettings settings;
  private final IngestChoice choice;
  private final Storages storages;
  private final Console console;
  private final List<String> notes = new ArrayList<>();
  private volatile List<StagedFile> rejects = List.of();
  private KeptCollections collections;
  private Kept kept;
  private List<Entry> present = List.of();

  /** What a run has staged and proven. */
  record Ingested(
      OpenRun open,
      FilmCollection collection,
      StagedFilms staged,
      ListedPages listed,
      List<Entry> answers,
      String runner) {}

  IngestWork(
      PipelineOptions options,
      RunPlace place,
      TmdbSettings settings,
      IngestChoice choice,
      AwsSettings aws,
      Console console) {
    this.options = options;
    this.place = place;
    this.settings = settings;
    this.choice = choice;
    this.storages = Storages.withoutStaging().withAws(aws);
    this.console = console;
  }

  @Override
  public boolean list(Ledger ledger, String run, CutOffRuns before) throws IOException {
    notes.addAll(before.notes());
    collections = new KeptCollections(ledger, storages, Instant.now());
    notes.addAll(collections.removeOld());
    kept = collections.find(question(), choice.date(), run, date -> !present(date).isEmpty());
    present = present(kept.date());
    if (!present.isEmpty() && choice.collected() == Collected.SKIP) {
      notes.add(
          "Nothing to do: the films of "
              + kept.date()
              + " are there (--collected=replace takes them again)");
      return false;
    }
    if (kept.isKept()) {
      notes.add("Went on with a collection that began at " + kept.began() + " and was cut off");
    }
    LocalDate today = collections.today();
    if (choice.date() == null && !kept.date().equals(today) && present(today).isEmpty()) {
      notes.add("Its films are those of " + kept.date() + ": run it again for those of " + today);
    }
    return true;
  }

  /** What decides which answers are wanted; how fast they are taken does not. */
  private String question() {
    return settings.addressOfPage(1) + " to " + choice.pages();
  }

  private List<Entry> present(LocalDate date) throws IOException {
    List<Entry> files = new ArrayList<>();
    Location folder = place.output().child("dt=" + date);
    storages.of(folder).list(folder, files::add);
    return files;
  }

  @Override
  public RunSummary nothingToDo(double seconds) {
    return RunSummary.nothingDone(PIPELINE, place.output().toString(), seconds, notes);
  }

  @Override
  public StagingArea area(Ledger ledger, String run) {
    return new StagingArea(ledger.storages(run), place.output(), ledger.runFolder(run), run);
  }

  @Override
  public Map<String, Object> about(HeldLocks held) {
    Map<String, Object> about = new LinkedHashMap<>(RecordedOptions.of(PIPELINE, options, held));
    about.put("base_url", settings.baseUrl().toString());
    about.put("collection_date", kept.date().toString());
    about.put("collection", kept.folder().uri());
    return about;
  }

  @Override
  public Ingested stage(OpenRun run) throws IOException {
    if (!kept.isKept()) {
      collections.begin(kept);
    }
    if (!notes.isEmpty()) {
      String text = String.join("\n", notes) + "\n";
      run.run().keep(NOTES_FILE, text.getBytes(StandardCharsets.UTF_8));
    }
    FilmCollection collection = new FilmCollection(settings, storages, kept.folder(), kept.date());
    FileNames names = FileNames.of(collection.partition(), run.run().id());
    PipelineRun.prepare(options, 0);
    Pipeline pipeline = Pipeline.create(options);
    IngestFilms.build(pipeline, collection, choice, names, run.area());
    String runner = PipelineRun.toEnd(pipeline, 0, console);

    StagedFilms staged = staged(run.area());
    ListedPages listed = ListedPages.read(collection, choice.pages());
    prove(listed, staged, run.area());
    listed.moved().ifPresent(notes::add);
    return new Ingested(run, collection, staged, listed, collections.files(kept), runner);
  }

  /** If it does not hold, what was kept must not have the next run end as this one. */
  private void prove(ListedPages listed, StagedFilms staged, StagingArea area) {
    try {
      IngestProof.check(listed, staged, choice.rejects(), area.runFolder().child("rejects"));
    } catch (RunFailedException e) {
      try {
        collections.removeList(kept);
      } catch (IOException notRemoved) {
        e.addSuppressed(notRemoved);
      }
      throw e;
    }
  }

  /** The workers' manifest; its rejects stay whatever becomes of the run. */
  private StagedFilms staged(StagingArea area) throws IOException {
    Location file = area.runFolder().child(StagedFilms.FILE);
    byte[] text =
        area.storages()
            .of(file)
            .read(file)
            .orElseThrow(() -> new IOException("Cannot find the manifest " + file));
    StagedFilms staged = StagedFilms.fromJson(new String(text, StandardCharsets.UTF_8));
    this.rejects =
        staged.files().stream()
            .filter(each -> each.content() == DataFile.Content.REJECTS)
            .map(area::staged)
            .toList();
    return staged;
  }

  @Override
  public List<StagedFile> kept() {
    return rejects;
  }

  /** What was kept of the collection goes as inputs go that were read. */
  @Override
  public PublishPlan plan(Ingested ingested) throws IOException {
    StagingArea area = ingested.open().area();
    return new PublishPlan(
        ingested.staged().files().stream().map(area::staged).toList(),
        present.stream().map(Entry::location).toList(),
        List.of(ingested.collection().partition()),
        place.output().child("_SUCCESS"),
        ingested.answers().stream().map(Departure::deletion).toList());
  }

  @Override
  public Map<String, Object> counts(Ingested ingested) {
    Map<String, Object> counts = new LinkedHashMap<>();
    counts.put("pages", ingested.listed().pages());
    counts.put("read", ingested.listed().tally().count());
    for (Fate fate : Fate.values()) {
      counts.put(fate.name().toLowerCase(Locale.ROOT), ingested.staged().count(fate));
    }
    counts.put("rejects", ingested.staged().rejects());
    return counts;
  }

  @Override
  public RunSummary summary(Ingested ingested, double seconds) {
    Location record = ingested.open().area().runFolder();
    String run = ingested.open().area().run();
    StagedFilms staged = ingested.staged();
    List<DataFile> data =
        staged.files().stream().filter(file -> file.content() == DataFile.Content.DATA).toList();
    return new RunSummary(
        new Head(PIPELINE, run, ingested.runner(), record.toString(), seconds),
        new Input(
            ingested.listed().pages(),
            ingested.answers().stream().mapToLong(Entry::size).sum(),
            "page"),
        new Rows(
            ingested.listed().tally().count(),
            staged.count(Fate.WRITTEN),
            staged.count(Fate.DUPLICATE),
            staged.count(Fate.REJECTED),
            staged.count(Fate.FILTERED),
            0,
            0,
            staged.rejects()),
        new Output(
            place.output().toString(),
            data.isEmpty() ? 0 : 1,
            data.size(),
            data.stream().mapToLong(DataFile::bytes).sum(),
            staged.rejects().isEmpty() ? null : record.child("rejects").toString()),
        notes);
  }
}
