/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPOutputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which inputs are in a table already: those of its runs that are VISIBLE or COMMITTED, each by its
 * location and identity. Nothing else is kept but a snapshot, which says of which runs it is and
 * can be made again at any time, and the resets.
 *
 * <p>To be used with the table's lock held and its runs recovered: then every run is decided. A run
 * whose record says {@code "bookmark": "pause"} does not count, nor one that says {@code "none"}:
 * its inputs have left, and a file at such a place later is new, whatever its content.
 */
public final class Bookmark {

  /** The inputs of a run in its record: JSON lines with {@code uri} and {@code identity}, gzip. */
  public static final String INPUTS = "inputs.jsonl.gz";

  /** Where it is, in a ledger. */
  static final String FOLDER = "bookmark";

  private static final String SNAPSHOT = "snapshot.jsonl.gz";
  private static final String RESET = "reset-";

  /** What records of runs say whose inputs are not known later. */
  private static final Set<String> NOT_COUNTING = Set.of("pause", "none");

  private static final String RUNS_FIELD = "runs";
  private static final String FORGOTTEN_FIELD = "forgotten";
  private static final int MANY_RUNS = 20;
  private static final int MANY_INPUTS = 50_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A listing against the bookmark.
   *
   * @param fresh files at locations that the table has no rows of
   * @param rewritten files at locations whose rows the table has, but of another content
   * @param committed how many files are in the table as they are
   */
  public record Difference(List<Entry> fresh, List<Entry> rewritten, int committed) {}

  private final Ledger ledger;
  private final Location folder;
  private final Storage storage;

  /** Whether much is not in the snapshot, as far as was seen. */
  private boolean isAhead = true;

  public Bookmark(Ledger ledger) {
    this.ledger = ledger;
    this.folder = ledger.folder().child(FOLDER);
    this.storage = ledger.storage(folder);
  }

  /**
   * Tells new files from those whose rows are in the table.
   *
   * @return the files in the order of their locations
   */
  public Difference compare(Collection<Entry> listing) throws IOException {
    List<Entry> sorted = new ArrayList<>(listing);
    sorted.sort(Comparator.comparing(Entry::location));
    List<Entry> fresh = new ArrayList<>();
    List<Entry> rewritten = new ArrayList<>();
    int committed = 0;
    try (Known known = known()) {
      Location at = null;
      List<String> identities = new ArrayList<>();
      for (Entry entry : sorted) {
        if (!entry.location().equals(at)) {
          at = entry.location();
          known.collect(at, identities);
        }
        if (identities.isEmpty()) {
          fresh.add(entry);
        } else if (identities.contains(entry.identity())) {
          committed++;
        } else {
          rewritten.add(entry);
        }
      }
    }
    return new Difference(List.copyOf(fresh), List.copyOf(rewritten), committed);
  }

  /** Whether the inputs of a run are known later, by what its record says under "bookmark". */
  public static boolean counts(String recorded) {
    return !NOT_COUNTING.contains(recorded);
  }

  /**
   * Makes the snapshot again if much is not in it. Asks the storage nothing if {@link #compare} has
   * seen just now that little is missing.
   */
  public void refresh() throws IOException {
    if (!isAhead) {
      return;
    }

    try (Known known = known()) {
      if (isAhead) {
        storage.write(folder.child(SNAPSHOT), encode(known));
        isAhead = false;
      }
    }
  }

  /**
   * Forgets all inputs that are in the table now, so that they are read again. The runs stay in the
   * ledger.
   *
   * @return how many runs are forgotten
   */
  public int reset(Clock clock) throws IOException {
    return forget(countingAndGone(), clock);
  }

  /**
   * Forgets the inputs of the runs behind this one.
   *
   * @return how many runs are forgotten
   * @throws IllegalArgumentException if the bookmark knows no such run
   */
  public int rewind(String run, Clock clock) throws IOException {
    Set<String> runs = counting();
    if (!runs.contains(run)) {
      throw new IllegalArgumentException(
          "Cannot rewind to run " + run + ": the bookmark of " + ledger.table() + " has it not");
    }

    Set<String> behind = countingAndGone();
    behind.removeIf(id -> id.compareTo(run) <= 0);
    return forget(behind, clock);
  }

  /** Forgets the inputs of one run, whose rows are to leave the table. Nothing if it has none. */
  public void forget(String run, Clock clock) throws IOException {
    if (counting().contains(run)) {
      forget(Set.of(run), clock);
    }
  }

  /** The runs whose inputs are known. */
  public Set<String> runs() throws IOException {
    return counting();
  }

  private int forget(Set<String> runs, Clock clock) throws IOException {
    if (runs.isEmpty()) {
      return 0;
    }

    byte[] record =
        JSON.writeValueAsBytes(Map.of("at", clock.instant().toString(), FORGOTTEN_FIELD, runs));
    Location reset = folder.child(RESET + RunId.at(clock.instant()) + ".json");
    if (!storage.createIfAbsent(reset, record)) {
      throw new IOException("Cannot record " + reset + ": it is there already (try again)");
    }
    return runs.size();
  }

  /** Those too that only the snapshot knows still, so that a reset ends what it holds up. */
  private Set<String> countingAndGone() throws IOException {
    Set<String> forgotten = forgotten();
    Set<String> runs = counting(forgotten);
    try (Snapshot snapshot = snapshot()) {
      runs.addAll(snapshot.runs());
    }
    runs.removeAll(forgotten);
    return runs;
  }

  /** The runs that count, by name. */
  private Set<String> counting() throws IOException {
    return counting(forgotten());
  }

  private Set<String> counting(Set<String> forgotten) throws IOException {
    Set<String> runs = new TreeSet<>();
    for (RecordedRun run : ledger.runs()) {
      boolean inTable = run.state() == Run.State.VISIBLE || run.state() == Run.State.COMMITTED;
      if (inTable && !forgotten.contains(run.id())) {
        runs.add(run.id());
      }
    }
    return runs;
  }

  private Set<String> forgotten() throws IOException {
    List<Location> resets = new ArrayList<>();
    storage.list(
        folder,
        entry -> {
          if (entry.location().name().startsWith(RESET)) {
            resets.add(entry.location());
          }
        });
    Set<String> forgotten = new HashSet<>();
    for (Location reset : resets) {
      Optional<byte[]> present = storage.read(reset);
      if (present.isPresent()) {
        for (JsonNode run : JSON.readTree(present.get()).path(FORGOTTEN_FIELD)) {
          forgotten.add(run.asText());
        }
      }
    }
    return forgotten;
  }

  private Known known() throws IOException {
    Set<String> forgotten = forgotten();
    Set<String> runs = counting(forgotten);
    Snapshot snapshot = snapshot(runs, forgotten);
    List<KnownInput> since = new ArrayList<>();
    Set<String> newer = new TreeSet<>(runs);
    newer.removeAll(snapshot.runs());
    for (String run : newer) {
      addInputs(run, since);
    }
    since.sort(Comparator.naturalOrder());
    isAhead = newer.size() > MANY_RUNS || since.size() > MANY_INPUTS;
    return new Known(snapshot.inputs(), since, runs);
  }

  private void addInputs(String run, List<KnownInput> all) throws IOException {
    String recorded =
        ledger.read(run, "state-1.json").map(open -> open.path("bookmark").asText()).orElse("");
    if (!counts(recorded)) {
      return;
    }

    Location file = ledger.runFolder(run).child(INPUTS);
    byte[] content =
        storage
            .read(file)
            .orElseThrow(
                () ->
                    new IOException(
                        "Cannot tell what run "
                            + run
                            + " has read: "
                            + file
                            + " is gone (restore it, or rewind the bookmark)"));
    try (KnownInputs inputs = new KnownInputs(content)) {
      for (KnownInput input = inputs.next(); input != null; input = inputs.next()) {
        all.add(input);
      }
    } catch (IOException e) {
      throw new IOException("Cannot read " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Empty if there is none, or one that is damaged or has runs that were forgotten.
   *
   * @throws IOException if it has a run that is in no ledger any more: without the snapshot, all
   *     that it has read would be new
   */
  private Snapshot snapshot(Set<String> counting, Set<String> forgotten) throws IOException {
    Snapshot snapshot = snapshot();
    for (String run : snapshot.runs()) {
      if (!counting.contains(run) && !forgotten.contains(run)) {
        snapshot.close();
        throw new IOException(
            "Cannot tell what run "
                + run
                + " has read: its record "
                + ledger.runFolder(run)
                + " is gone (restore it, or reset the bookmark)");
      }
    }
    if (!counting.containsAll(snapshot.runs())) {
      snapshot.close();
      return new Snapshot(Set.of(), null);
    }
    return snapshot;
  }

  /** Empty if there is none, or one that is damaged. */
  private Snapshot snapshot() throws IOException {
    Optional<byte[]> present = storage.read(folder.child(SNAPSHOT));
    if (present.isEmpty()) {
      return new Snapshot(Set.of(), null);
    }

    try {
      checkWhole(present.get());
      KnownInputs inputs = new KnownInputs(present.get());
      Set<String> runs = readRuns(inputs);
      return new Snapshot(runs, inputs);
    } catch (IOException e) {
      return new Snapshot(Set.of(), null);
    }
  }

  /** By the check sum of gzip: a part of a snapshot must not count for all of it. */
  private static void checkWhole(byte[] gzip) throws IOException {
    try (KnownInputs inputs = new KnownInputs(gzip)) {
      readRuns(inputs);
      KnownInput last = inputs.next();
      while (last != null) {
        last = inputs.next();
      }
    }
  }

  private static Set<String> readRuns(KnownInputs inputs) throws IOException {
    Set<String> runs = new HashSet<>();
    inputs.json().nextToken();
    inputs.json().nextToken();
    inputs.json().nextToken();
    while (inputs.json().nextToken() == JsonToken.VALUE_STRING) {
      runs.add(inputs.json().getText());
    }
    inputs.json().nextToken();
    return runs;
  }

  private static byte[] encode(Known known) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(new GZIPOutputStream(bytes, 1 << 16))) {
      json.setRootValueSeparator(null);
      json.writeStartObject();
      json.writeArrayFieldStart(RUNS_FIELD);
      for (String run : known.runs) {
        json.writeString(run);
      }
      json.writeEndArray();
      json.writeEndObject();
      for (KnownInput input = known.next(); input != null; input = known.next()) {
        json.writeRaw('\n');
        json.writeStartObject();
        json.writeStringField("uri", input.location().uri());
        json.writeStringField("identity", input.identity());
        json.writeEndObject();
      }
    }
    return bytes.toByteArray();
  }

  private record Snapshot(Set<String> runs, @Nullable KnownInputs inputs) implements Closeable {

    @Override
    public void close() throws IOException {
      if (inputs != null) {
        inputs.close();
      }
    }
  }

  /** The snapshot and what came since, merged in order. */
  private static final class Known implements AutoCloseable {
    private final @Nullable KnownInputs snapshot;
    private final List<KnownInput> since;
    private final Set<String> runs;
    private @Nullable KnownInput ofSnapshot;
    private int atSince;
    private @Nullable KnownInput next;

    Known(@Nullable KnownInputs snapshot, List<KnownInput> since, Set<String> runs)
        throws IOException {
      this.snapshot = snapshot;
      this.since = since;
      this.runs = runs;
      this.ofSnapshot = snapshot == null ? null : snapshot.next();
    }

    /** The identities known at a location; those asked for must come in order. */
    void collect(Location location, List<String> identities) throws IOException {
      identities.clear();
      if (next == null) {
        next = next();
      }
      while (next != null && next.location().compareTo(location) <= 0) {
        if (next.location().equals(location)) {
          identities.add(next.identity());
        }
        next = next();
      }
    }

    @Nullable KnownInput next() throws IOException {
      KnownInput newer = atSince < since.size() ? since.get(atSince) : null;
      KnownInput older = ofSnapshot;
      if (older == null || (newer != null && newer.compareTo(older) <= 0)) {
        atSince++;
        if (newer != null && newer.equals(older)) {
          advanceSnapshot();
        }
        return newer;
      }
      advanceSnapshot();
      return older;
    }

    private void advanceSnapshot() throws IOException {
      ofSnapshot = snapshot == null ? null : snapshot.next();
    }

    @Override
    public void close() throws IOException {
      if (snapshot != null) {
        snapshot.close();
      }
    }
  }
}
