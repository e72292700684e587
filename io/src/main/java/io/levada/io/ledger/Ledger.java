/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.Registration;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The records of a table's runs. A table {@code <parent>/<name>} has its home in {@code
 * <parent>/_levada/<name>}; there {@code ledger.json} names the folder that holds the records,
 * which is the home itself unless another was asked for, once and for all.
 */
public final class Ledger {

  private static final String HOMES = "_levada";
  private static final String NAMED = "ledger.json";
  private static final String RUNS = "runs";

  /** Among the runs, so that whoever lists them sees it without a request of its own. */
  private static final String KEPT = "kept.json";

  /** Among the runs for the same reason. */
  private static final String VERSIONS = "versions.json";

  private static final String CATALOG = "catalog.json";

  private static final String STAGING = "staging";
  private static final String FIRST_STATE = "state-1.json";
  private static final String COMMITTED = "state-4.json";
  private static final Set<String> TELLING =
      Set.of(FIRST_STATE, "state-2.json", "state-3.json", COMMITTED, Run.REMOVED, Run.SWEPT);
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** What {@code ledger.json} says: whose ledger it is, and where the records are. */
  record Named(Location table, Location ledger) {}

  private final AwsSettings aws;
  private final Location table;
  private final Location folder;
  private final UnaryOperator<Storage> watch;
  private @Nullable Boolean kept;
  private @Nullable Boolean versions;
  private @Nullable Boolean catalog;

  private Ledger(AwsSettings aws, Location table, Location folder, UnaryOperator<Storage> watch) {
    this.aws = aws;
    this.table = table;
    this.folder = folder;
    this.watch = watch;
  }

  /**
   * What Levada keeps of a table, or of a zone, beside it.
   *
   * @throws IllegalStateException if the location is a root or a bucket
   */
  public static Location homeOf(Location thing) {
    return thing.parent().child(HOMES).child(thing.name());
  }

  /** The ledger that the table's home names, or its home. Changes nothing. */
  public static Ledger find(AwsSettings aws, Location table) throws IOException {
    Location home = homeOf(table);
    return in(aws, table, named(aws, table).map(Named::ledger).orElse(home));
  }

  /** What the table's home names; empty if nobody has claimed a ledger for it. */
  static Optional<Named> named(AwsSettings aws, Location table) throws IOException {
    Location home = homeOf(table);
    return in(aws, table, home).named(home);
  }

  /** The records in a folder, of the table. */
  static Ledger in(AwsSettings aws, Location table, Location folder) {
    return new Ledger(aws, table, folder, UnaryOperator.identity());
  }

  /**
   * The table's ledger, for a run that will write to it; the first to ask has it recorded.
   *
   * @param asked the folder to keep records in, or null for the one that the table has, at first
   *     its home
   * @throws OtherLedgerException if the table has another ledger, or the folder another table, or
   *     if the home is that of a table elsewhere, which was moved with it or is reached by a link;
   *     nothing is created then
   * @throws IOException if the ledger can't be read or created, or if the store creates what is
   *     there already
   */
  public static Ledger claim(AwsSettings aws, Location table, @Nullable Location asked)
      throws IOException {
    return claim(aws, table, asked, UnaryOperator.identity());
  }

  /**
   * @param watch put around each storage
   */
  static Ledger claim(
      AwsSettings aws, Location table, @Nullable Location asked, UnaryOperator<Storage> watch)
      throws IOException {
    Location home = homeOf(table);
    Ledger atHome = new Ledger(aws, table, home, watch);
    Optional<Named> present = atHome.named(home);
    Location folder = asked == null ? present.map(Named::ledger).orElse(home) : asked;
    if (present.isEmpty() && !folder.equals(home) && atHome.hasRuns()) {
      throw OtherLedgerException.of(table, home, folder);
    }

    if (present.isPresent()) {
      atHome.check(home, present.get(), folder);
    }
    if (!folder.equals(home)) {
      atHome.claim(folder, folder);
    }
    if (present.isEmpty()) {
      atHome.claim(home, folder);
    }
    return atHome.at(folder);
  }

  public Location table() {
    return table;
  }

  /** Whether anything was ever recorded of the table. Changes nothing. */
  public boolean exists() throws IOException {
    return named(homeOf(table)).isPresent() || hasRuns();
  }

  /** The folder that holds the records. */
  public Location folder() {
    return folder;
  }

  /** Where a run's record is kept. */
  public Location runFolder(String run) {
    return folder.child(RUNS).child(run);
  }

  /**
   * Where a run's local staged files are kept: on the table's file system, or if the table is not
   * local, beside the records, for what is staged to be one of them.
   */
  public Location stagingFolder(String run) {
    boolean besideRecords = !isLocal(table) && isLocal(folder);
    return (besideRecords ? folder : homeOf(table)).child(STAGING).child(run);
  }

  private static boolean isLocal(Location location) {
    return location.scheme().equals("file");
  }

  /** Finds storages with the place of a run's staged files. */
  public Storages storages(String run) {
    return Storages.stagingIn(stagingFolder(run))
        .forRun(run, List.of(table, runFolder(run)))
        .withAws(aws);
  }

  /**
   * Begins a run: creates its record in state OPEN.
   *
   * @param about what a person wants to know of the run: pipeline, options, versions
   * @throws RunStateException if there is a run of that name
   */
  public Run begin(String run, Clock clock, Map<String, ?> about) throws IOException {
    Run begun = load(run, clock);
    begun.begin(about);
    return begun;
  }

  /**
   * All runs, the newest first. Of those that are finished nothing is read.
   *
   * @throws IOException if a record can't be listed or read
   */
  public List<RecordedRun> runs() throws IOException {
    List<RecordedRun> recorded = new ArrayList<>();
    for (Map.Entry<String, Set<String>> run : objects().entrySet()) {
      if (run.getValue().contains(FIRST_STATE)) {
        recorded.add(recorded(run.getKey(), run.getValue()));
      }
    }
    return recorded;
  }

  /** The names of the objects that tell the state of each run, the newest run first. */
  SortedMap<String, Set<String>> objects() throws IOException {
    Location runs = folder.child(RUNS);
    SortedMap<String, Set<String>> found = new TreeMap<>(Comparator.reverseOrder());
    kept = false;
    versions = false;
    catalog = false;
    storage(runs)
        .list(
            runs,
            location -> mayTell(location.relativeTo(runs)),
            entry -> {
              String run = entry.location().parent().name();
              if (entry.location().equals(runs.child(KEPT))) {
                kept = true;
              } else if (entry.location().equals(runs.child(VERSIONS))) {
                versions = true;
              } else if (entry.location().equals(runs.child(CATALOG))) {
                catalog = true;
              } else if (entry.location().parent().parent().equals(runs)) {
                found.computeIfAbsent(run, any -> new TreeSet<>()).add(entry.location().name());
              }
            });
    return found;
  }

  /**
   * What becomes of inputs whose rows are in the table and that could not be cleared away yet.
   * Reads the records of runs that are VISIBLE and not COMMITTED.
   */
  public List<Departure> owed() throws IOException {
    List<Departure> owed = new ArrayList<>();
    visiblePlans().forEach(plan -> owed.addAll(plan.departures()));
    return owed;
  }

  /** The run of that name, if there is one. */
  public Optional<RecordedRun> run(String id) throws IOException {
    Location run = runFolder(id);
    Set<String> names = new TreeSet<>();
    for (String name : TELLING) {
      if (storage(run).status(run.child(name)).isPresent()) {
        names.add(name);
      }
    }
    return names.contains(FIRST_STATE) ? Optional.of(recorded(id, names)) : Optional.empty();
  }

  /**
   * Records that a run leaves its inputs where they are; to be called before the run is prepared.
   */
  public void keepInputs() throws IOException {
    keep(KEPT, Map.of("kept", true));
  }

  /**
   * Whether any run has left its inputs where they are, as the last listing of the runs has found:
   * otherwise a bookmark knows none.
   */
  public boolean hasKeptInputs() throws IOException {
    if (kept == null) {
      objects();
    }
    return Boolean.TRUE.equals(kept);
  }

  /**
   * Records that partitions of the table have versions; to be called before the first run that
   * makes one is prepared.
   */
  public void keepVersions() throws IOException {
    if (!hasVersions()) {
      keep(VERSIONS, Map.of("versions", true));
      versions = true;
    }
  }

  /** Creates an object beside the runs. */
  private void keep(String name, Object content) throws IOException {
    Location file = folder.child(RUNS).child(name);
    storage(file).createIfAbsent(file, JSON.writeValueAsBytes(content));
  }

  /** Whether partitions of the table have versions, as the last listing of the runs has found. */
  public boolean hasVersions() throws IOException {
    if (versions == null) {
      objects();
    }
    return Boolean.TRUE.equals(versions);
  }

  /**
   * The folders of versions that count no more and are kept: those that the last run tells which
   * has replaced any, and those of runs that are visible and have not removed yet what they
   * replace.
   */
  public Set<Location> retained() throws IOException {
    Set<Location> retained = new TreeSet<>();
    boolean told = false;
    for (Map.Entry<String, Set<String>> run : objects().entrySet()) {
      if (!told && run.getValue().contains(Run.REMOVED)) {
        retained.addAll(load(run.getKey(), Clock.systemUTC()).retained());
        told = true;
      }
    }
    for (PublishPlan plan : visiblePlans()) {
      retained.addAll(plan.retained());
    }
    return retained;
  }

  /**
   * What runs behind that one have changed in catalogs, and are through with; nothing if that one
   * is through itself.
   */
  List<Registration> registeredBehind(String run) throws IOException {
    SortedMap<String, Set<String>> objects = objects();
    if (objects.getOrDefault(run, Set.of()).contains(Run.REMOVED)) {
      return List.of();
    }

    List<Registration> registered = new ArrayList<>();
    for (Map.Entry<String, Set<String>> later : objects.headMap(run).entrySet()) {
      if (later.getValue().contains(COMMITTED) || later.getValue().contains(Run.REMOVED)) {
        Registration registration = load(later.getKey(), Clock.systemUTC()).registration();
        if (registration != null) {
          registered.add(registration);
        }
      }
    }
    return registered;
  }

  /**
   * What a run has changed in a catalog, or has to; null if nothing, or if it was never prepared.
   *
   * @throws IOException if its record can't be read or is damaged
   */
  @Nullable Registration registration(RecordedRun run) throws IOException {
    return load(run.id(), Clock.systemUTC()).registration();
  }

  /** The catalog of a reference. */
  Catalog catalog(CatalogReference reference) {
    return reference.open(aws);
  }

  /**
   * The table of a catalog that this one is, if it is in any; once and for all, as a second one
   * would lead to files that runs of the first replace.
   *
   * @throws IOException if the record can't be read or is damaged
   */
  public Optional<Registered> registered() throws IOException {
    if (!hasCatalog()) {
      return Optional.empty();
    }

    Location file = folder.child(RUNS).child(CATALOG);
    Optional<byte[]> present = storage(file).read(file);
    try {
      return present.isEmpty()
          ? Optional.empty()
          : Optional.of(JSON.readValue(present.get(), Registered.class));
    } catch (JsonProcessingException e) {
      throw Run.damaged(file, e);
    }
  }

  /**
   * A table in a catalog.
   *
   * @param table as {@code database.table}
   */
  public record Registered(CatalogReference catalog, String table) {

    /** Whether both can be one table: an account that is not named may be any. */
    public boolean mayBe(Registered other) {
      return catalog.mayBe(other.catalog) && table.equals(other.table);
    }
  }

  /**
   * Records which table of a catalog this one is; to be called before the first run is prepared
   * that registers anything.
   */
  public void register(Registered table) throws IOException {
    if (!hasCatalog()) {
      keep(CATALOG, table);
      catalog = true;
    }
  }

  /** Whether the table is in a catalog, as the last listing of the runs has found. */
  public boolean hasCatalog() throws IOException {
    if (catalog == null) {
      objects();
    }
    return Boolean.TRUE.equals(catalog);
  }

  /** The plans of runs that are VISIBLE and not COMMITTED, the oldest first. */
  private List<PublishPlan> visiblePlans() throws IOException {
    List<PublishPlan> plans = new ArrayList<>();
    for (RecordedRun run : runs()) {
      if (run.state() == Run.State.VISIBLE) {
        plans.add(0, load(run.id(), Clock.systemUTC()).plan());
      }
    }
    return plans;
  }

  /**
   * All that the record of a run says.
   *
   * @throws IOException if it can't be read, or is damaged
   */
  public RunRecord record(RecordedRun run) throws IOException {
    return RunRecord.read(run, storage(run.folder()));
  }

  /** What one of a run's objects says, {@code state-1.json} for example. */
  public Optional<JsonNode> read(String run, String name) throws IOException {
    Location location = runFolder(run).child(name);
    Optional<byte[]> present = storage(location).read(location);
    return present.isEmpty() ? Optional.empty() : Optional.of(JSON.readTree(present.get()));
  }

  /**
   * Removes records that were never finished, from the folders that are Levada's own: what else is
   * beside them, such as data if the ledger's folder was chosen so, is left alone. With the table's
   * lock held, nobody else is writing one, but for those who ask for the lock; they find out.
   */
  void discardUnfinished() throws IOException {
    Location home = homeOf(table);
    storage(home).discardUnfinished(home);
    if (!folder.equals(home)) {
      for (String own : List.of(RUNS, STAGING, Bookmark.FOLDER, Locks.FOLDER)) {
        storage(folder).discardUnfinished(folder.child(own));
      }
    }
  }

  /** Removes all that runs have staged which are closed. */
  void discardStaged(List<String> runs) throws IOException {
    Map<String, Location> stagingFolders = new TreeMap<>();
    runs.forEach(run -> stagingFolders.put(run, stagingFolder(run)));
    List<Location> folders = List.of(table, folder.child(RUNS));
    for (Storage storage :
        Storages.withoutStaging().withAws(aws).ofStaged(stagingFolders, folders)) {
      watch.apply(storage).discardStagedExcept(Set.of());
    }
  }

  /** A run whose record is there. */
  Run load(String run, Clock clock) {
    return Run.recorded(
        storagesOf(run), this::catalog, List.of(table, runFolder(run)), runFolder(run), run, clock);
  }

  Storage storage(Location location) {
    return watch.apply(Storages.withoutStaging().withAws(aws).of(location));
  }

  Function<Location, Storage> storagesOf(String run) {
    Storages storages = storages(run);
    return location -> watch.apply(storages.of(location));
  }

  private Ledger at(Location other) {
    return new Ledger(aws, table, other, watch);
  }

  private boolean hasRuns() throws IOException {
    Location runs = folder.child(RUNS);
    return storage(runs).folderExists(runs);
  }

  private Optional<Named> named(Location place) throws IOException {
    Location file = place.child(NAMED);
    Optional<byte[]> present = storage(place).read(file);
    if (present.isEmpty()) {
      return Optional.empty();
    }

    try {
      JsonNode named = JSON.readTree(present.get());
      return Optional.of(
          new Named(
              new Location(named.path("table").asText()),
              new Location(named.path("ledger").asText())));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw Run.damaged(file, e);
    }
  }

  /** Whether this call or another has created it does not matter, but what it says. */
  private void claim(Location place, Location ledger) throws IOException {
    byte[] claim =
        JSON.writeValueAsBytes(new TreeMap<>(Map.of("table", table.uri(), "ledger", ledger.uri())));
    IOException lostAnswer = null;
    boolean created = false;
    try {
      created = storage(place).createIfAbsent(place.child(NAMED), claim);
    } catch (IOException e) {
      lostAnswer = e;
    }
    if (created) {
      checkRefusesASecond(place.child(NAMED), claim);
      return;
    }

    Optional<Named> present = named(place);
    if (present.isEmpty()) {
      throw lostAnswer == null
          ? new IOException("Cannot find " + place.child(NAMED) + ", which was there")
          : lostAnswer;
    }
    check(place, present.get(), ledger);
  }

  /**
   * Once in a table's life: locks, and the states of a run, decide nothing where a file that is
   * there is created again. A claim that fails so is taken back, so that the next one asks again.
   */
  private void checkRefusesASecond(Location file, byte[] claim) throws IOException {
    if (storage(file).createIfAbsent(file, claim)) {
      storage(file).delete(file);
      throw new IOException(
          "Cannot keep records in "
              + file.parent()
              + ": the store creates a file that is there already, it ignores If-None-Match (no lock"
              + " and no run is safe there; use another store, or a newer version of it)");
    }
  }

  private void check(Location place, Named named, Location ledger) throws OtherLedgerException {
    if (!named.table().equals(table)) {
      throw place.equals(homeOf(table))
          ? OtherLedgerException.ofAHome(place.child(NAMED), named.table(), table)
          : OtherLedgerException.ofAnotherTable(place, named.table(), table);
    }
    if (!named.ledger().equals(ledger)) {
      throw OtherLedgerException.of(table, named.ledger(), ledger);
    }
  }

  /** Whether a listing needs it: a run's folder, or one of its objects that tell its state. */
  private static boolean mayTell(String relative) {
    int slash = relative.indexOf('/');
    return slash < 0 || TELLING.contains(relative.substring(slash + 1));
  }

  private RecordedRun recorded(String id, Set<String> names) throws IOException {
    if (names.contains(COMMITTED)) {
      return new RecordedRun(id, runFolder(id), Run.State.COMMITTED, false);
    }
    if (names.contains(Run.SWEPT)) {
      return new RecordedRun(id, runFolder(id), Run.State.ROLLED_BACK, false);
    }

    int last = names.contains("state-3.json") ? 3 : names.contains("state-2.json") ? 2 : 1;
    Run.State state = load(id, Clock.systemUTC()).state(last);
    if (state == null) {
      throw new IOException(
          "Cannot tell the state of run " + id + ": " + runFolder(id) + " changes or is damaged");
    }
    return new RecordedRun(id, runFolder(id), state, true);
  }
}
