/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.ledger.Departure;
import io.levada.io.ledger.Ledger;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The collections that were begun and not published: a run that was cut off leaves what it has
 * taken, and the next goes on from there if it asks the same. What is a day old is not gone on
 * with, but removed. To be used with the output's lock held.
 */
final class KeptCollections {

  private static final String FOLDER = "collections";
  private static final String ABOUT = "collection.json";
  private static final Duration LONGEST = Duration.ofDays(1);

  /** For a retry behind midnight, and not for the next run of a job that runs every day. */
  private static final Duration LONGEST_BEHIND_ITS_DAY = Duration.ofHours(6);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Ledger ledger;
  private final Storage storage;
  private final Instant now;

  /**
   * A collection.
   *
   * @param question what TMDB is asked, other than for the date
   * @param isDateAskedFor whether the date is one that its first run was given
   * @param began when its first run did
   * @param isKept whether a run before has begun it
   */
  record Kept(
      Location folder,
      String question,
      LocalDate date,
      boolean isDateAskedFor,
      Instant began,
      boolean isKept) {}

  /** Knows whether there are films of a date. */
  @FunctionalInterface
  interface Films {
    boolean areThereOf(LocalDate date) throws IOException;
  }

  KeptCollections(Ledger ledger, Storages storages, Instant now) {
    this.ledger = ledger;
    this.storage = storages.of(ledger.folder());
    this.now = now;
  }

  /**
   * The collection to go on with, or a new one. That of an earlier day is gone on with by a run
   * that was asked for no date, if it was begun by such a run some hours ago and its films are
   * missing.
   *
   * @param date that was asked for, or null for today's
   * @param run the id of the run that begins, for a new one
   */
  Kept find(String question, @Nullable LocalDate date, String run, Films films) throws IOException {
    LocalDate day = date == null ? today() : date;
    Kept earlier = null;
    for (Kept kept : all()) {
      if (!kept.question().equals(question) || isOld(kept)) {
        continue;
      }
      if (kept.date().equals(day)) {
        return kept;
      }
      if (date == null && isToBeEnded(kept) && !films.areThereOf(kept.date())) {
        earlier = kept;
      }
    }
    return earlier != null
        ? earlier
        : new Kept(
            ledger.folder().child(FOLDER).child(run), question, day, date != null, now, false);
  }

  private boolean isToBeEnded(Kept kept) {
    return !kept.isDateAskedFor() && !kept.began().isBefore(now.minus(LONGEST_BEHIND_ITS_DAY));
  }

  /** The UTC day. */
  LocalDate today() {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  /**
   * Removes what is too old to go on with.
   *
   * @return a line for each collection, for people
   */
  List<String> removeOld() throws IOException {
    List<String> removed = new ArrayList<>();
    for (Kept kept : all()) {
      if (isOld(kept)) {
        storage.deleteAll(files(kept).stream().map(Entry::location).toList());
        removed.add(
            "Removed what was left of a collection that began at "
                + kept.began()
                + " and was not gone on with for a day");
      }
    }
    for (List<Entry> late : lateAnswers()) {
      storage.deleteAll(late.stream().map(Entry::location).toList());
      removed.add("Removed answers of TMDB that came when their collection was there no more");
    }
    return removed;
  }

  /**
   * What a worker has kept that did not know of the end of its run, by collection: it is beside no
   * {@value #ABOUT}, which is there before any answer, and goes with them.
   */
  private List<List<Entry>> lateAnswers() throws IOException {
    Set<Location> published = published();
    Location root = ledger.folder().child(FOLDER);
    Map<String, List<Entry>> collections = new TreeMap<>();
    storage.list(
        root,
        entry -> {
          String collection = entry.location().relativeTo(root).replaceFirst("/.*", "");
          if (!published.contains(entry.location())) {
            collections.computeIfAbsent(collection, any -> new ArrayList<>()).add(entry);
          }
        });
    return collections.values().stream()
        .filter(files -> files.stream().noneMatch(file -> file.location().name().equals(ABOUT)))
        .filter(files -> files.stream().allMatch(file -> isOld(file.modified())))
        .toList();
  }

  /** Records a new one. */
  void begin(Kept kept) throws IOException {
    byte[] about =
        JSON.writeValueAsBytes(
            JSON.createObjectNode()
                .put("question", kept.question())
                .put("date", kept.date().toString())
                .put("date_asked_for", kept.isDateAskedFor())
                .put("began", kept.began().toString()));
    storage.createIfAbsent(kept.folder().child(ABOUT), about);
  }

  /** All that is kept of it: to be deleted when it is published. */
  List<Entry> files(Kept kept) throws IOException {
    List<Entry> files = new ArrayList<>();
    storage.list(kept.folder(), files::add);
    return files;
  }

  /** Removes its list, so that the next run takes it anew; the films that were taken stay. */
  void removeList(Kept kept) throws IOException {
    List<Location> pages = new ArrayList<>();
    storage.list(FilmCollection.pagesOf(kept.folder()), entry -> pages.add(entry.location()));
    storage.deleteAll(pages);
  }

  private boolean isOld(Kept kept) {
    return isOld(kept.began());
  }

  private boolean isOld(Instant then) {
    return then.isBefore(now.minus(LONGEST));
  }

  /** Without those that are published, of which something could not be deleted yet. */
  private List<Kept> all() throws IOException {
    Set<Location> published = published();
    Location folder = ledger.folder().child(FOLDER);
    List<Kept> all = new ArrayList<>();
    List<Location> about = new ArrayList<>();
    storage.list(
        folder,
        entry -> {
          if (entry.location().name().equals(ABOUT) && !published.contains(entry.location())) {
            about.add(entry.location());
          }
        });
    for (Location file : about) {
      all.add(read(file));
    }
    return all;
  }

  /** What is to be deleted by who goes on with the publishing. */
  private Set<Location> published() throws IOException {
    return ledger.owed().stream().map(Departure::source).collect(Collectors.toSet());
  }

  private Kept read(Location file) throws IOException {
    byte[] text = storage.read(file).orElseThrow(() -> damaged(file, null));
    try {
      JsonNode about = JSON.readTree(text);
      return new Kept(
          file.parent(),
          about.path("question").asText(),
          LocalDate.parse(about.path("date").asText()),
          about.path("date_asked_for").asBoolean(),
          Instant.parse(about.path("began").asText()),
          true);
    } catch (JsonProcessingException | DateTimeException e) {
      throw damaged(file, e);
    }
  }

  private static IOException damaged(Location file, @Nullable Exception cause) {
    return new IOException(
        "Cannot read " + file + ": it is damaged (remove its folder, and the films are taken anew)",
        cause);
  }
}
