/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.NullNode;
import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.Registration;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedFileLostException;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A run and its record: a folder of small objects, one for each state, each created once.
 *
 * <pre>
 *   OPEN → PREPARED → VISIBLE → COMMITTED
 *   OPEN → ROLLED_BACK
 *          PREPARED → ROLLED_BACK, if a staged file is lost
 * </pre>
 *
 * <p>PREPARED and ROLLED_BACK are the same object, and so are VISIBLE and the late ROLLED_BACK, so
 * a run is one or the other whoever tries what. Every state carries a nonce: a writer that does not
 * know whether its object was created reads it back, and its own nonce means that it was.
 */
public final class Run {

  /** How far a run has come. */
  public enum State {
    OPEN(1, false),
    PREPARED(2, false),
    ROLLED_BACK(2, true),
    VISIBLE(3, true),
    COMMITTED(4, true);

    private final int sequence;

    /** Whether whoever finds the state entered may go on as if it had entered it itself. */
    private final boolean repeatable;

    State(int sequence, boolean repeatable) {
      this.sequence = sequence;
      this.repeatable = repeatable;
    }
  }

  /** Says that nothing is left of a run that was rolled back. */
  static final String SWEPT = "swept.json";

  /** Says that the files which a visible run replaces are gone, once and for all. */
  static final String REMOVED = "removed.json";

  private static final String STATE_FIELD = "state";
  private static final String PLAN_FIELD = "publish";
  private static final String KEEP_FIELD = "keep";

  private static final String REGISTRATION_FIELD = "registration";
  private static final String RETAINED_FIELD = "retained";

  private static final String NOT_REGISTERED = "the catalog does not show all of it";
  private static final String NOT_SWEPT = "what it has staged in vain is not removed";
  private static final String NOT_DELETED = "files that it replaces are not deleted";

  /** What is completed between two looks at the lock. */
  private static final int BATCH = 1_000;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Function<Location, Storage> storages;
  private final Function<CatalogReference, Catalog> catalogs;
  private final Storage storage;
  private final List<Location> stagedTo;
  private final Location folder;
  private final String id;
  private final Clock clock;

  /** Whether this process has recorded it, and so need not ask: that state stays. */
  private boolean prepared;

  private Run(
      Function<Location, Storage> storages,
      Function<CatalogReference, Catalog> catalogs,
      List<Location> stagedTo,
      Location folder,
      String id,
      Clock clock) {
    this.storages = storages;
    this.catalogs = catalogs;
    this.storage = storages.apply(folder);
    this.stagedTo = stagedTo;
    this.folder = folder;
    this.id = id;
    this.clock = clock;
  }

  /**
   * Begins a run whose table is in the storage of its record.
   *
   * @throws RunStateException if there is a run of that name
   * @throws IOException if the record can't be written
   */
  static Run begin(Storage storage, Location folder, String id, Clock clock, Map<String, ?> about)
      throws IOException {
    Run run = new Run(location -> storage, Run::noCatalog, List.of(folder), folder, id, clock);
    run.begin(about);
    return run;
  }

  private static Catalog noCatalog(CatalogReference reference) {
    throw new IllegalStateException("Cannot reach " + reference + ": the run was begun without it");
  }

  /**
   * A run that has a record, or is to be given one.
   *
   * @param stagedTo folders that the run stages files for, the table first, which tell the storages
   *     that have them
   */
  static Run recorded(
      Function<Location, Storage> storages,
      Function<CatalogReference, Catalog> catalogs,
      List<Location> stagedTo,
      Location folder,
      String id,
      Clock clock) {
    return new Run(storages, catalogs, List.copyOf(stagedTo), folder, id, clock);
  }

  /** Creates its record. */
  void begin(Map<String, ?> about) throws IOException {
    enter(State.OPEN, about);
  }

  public String id() {
    return id;
  }

  /** Where the run's record is. */
  public Location folder() {
    return folder;
  }

  /**
   * Tries what publishing will do to the table, while the run can still be undone: to create a file
   * and delete it. The right to delete is tried on nothing, so that no trace is left without it;
   * where files are staged in the table, they could be written. Undoing the run removes the file
   * that is left if the process ends in between.
   *
   * @throws IOException if the table can't be written, or nothing be deleted there
   */
  public void checkWritable() throws IOException {
    Location probe = probe();
    Storage table = storages.apply(probe);
    table.delete(probe);
    if (table.hasFolders()) {
      table.createIfAbsent(probe, new byte[0]);
      table.delete(probe);
    }
  }

  /** Hidden from readers, as its name begins with an underscore. */
  private Location probe() {
    return stagedTo.get(0).child("_levada-" + id);
  }

  /**
   * Records all that publishing will do. From here on the run is finished, not undone.
   *
   * @param counts what the run has read and written, for people
   * @throws RunStateException if the run was rolled back
   * @throws IOException if the record can't be written
   */
  public void prepare(PublishPlan plan, Map<String, ?> counts) throws IOException {
    syncStaged(plan.complete());
    enter(State.PREPARED, Map.of("counts", counts, PLAN_FIELD, plan));
    prepared = true;
  }

  /** As {@link #publish(PublishPlan, LockCheck)}, for a process that has the table to itself. */
  public void publish(PublishPlan plan) throws IOException {
    publish(plan, LockCheck.NONE);
  }

  /**
   * Publishes a prepared run: completes the staged files, removes what attempts have staged that do
   * not count, changes the catalog, removes what the files replace unless the catalog could not be
   * changed, and then clears the inputs away. May be repeated; a run that is visible already
   * completes nothing again, and deletes nothing again once all that it replaces was deleted:
   * another tool may have written a file of such a name since.
   *
   * @param lock asked before every batch of files
   * @throws RunStateException if the run is not prepared
   * @throws RolledBackException if a staged file is lost: the run was undone
   * @throws OwedWorkException if the run is visible and something could not be done that follows;
   *     all else is done
   * @throws LockLostException if the lock is lost, in whatever state
   * @throws IOException if a step fails; a repeat goes on from there
   */
  public void publish(PublishPlan plan, LockCheck lock) throws IOException {
    checkPrepared();
    boolean wasVisible = isVisible();
    if (!wasVisible) {
      makeVisible(plan, lock);
    }

    OwedWork owed = new OwedWork(id);
    lock.check();
    owed.attempt(NOT_SWEPT, this::discardStaged);
    if (!(wasVisible && plan.supersedes() && hasRemoved())) {
      supersede(plan, lock, owed);
    }
    Departures.carryOut(plan.departures(), storages, lock, owed);
    owed.check();
    lock.check();
  }

  /** As {@link #commit(PublishPlan, LockCheck)}, for a process that has the table to itself. */
  public void commit(PublishPlan plan) throws IOException {
    commit(plan, LockCheck.NONE);
  }

  /**
   * Records that nothing is left to do, and marks the table whole. May be repeated.
   *
   * @param lock asked before the mark: another run may be publishing
   * @throws LockLostException if the lock is lost; the next run of the table writes the mark
   */
  public void commit(PublishPlan plan, LockCheck lock) throws IOException {
    enter(State.COMMITTED, Map.of());
    lock.check();
    storages.apply(plan.success()).write(plan.success(), new byte[0]);
  }

  /**
   * Undoes an open run: records it, and then removes what it has staged. May be repeated.
   *
   * @param keep staged files that are published all the same, such as the rejects
   * @return false if the run is prepared, and was left as it is
   */
  public boolean rollBack(String reason, List<StagedFile> keep) throws IOException {
    try {
      enter(State.ROLLED_BACK, Map.of("reason", reason, KEEP_FIELD, keep));
    } catch (RunStateException e) {
      return false;
    }

    completeWhatIsThere(keep);
    sweep();
    return true;
  }

  /** Keeps a file beside the run's states, such as its schema. */
  public void keep(String name, byte[] content) throws IOException {
    storage.createIfAbsent(folder.child(name), content);
  }

  /** The plan in the record of a run that was prepared. */
  PublishPlan plan() throws IOException {
    return field(State.PREPARED, PLAN_FIELD, new TypeReference<PublishPlan>() {})
        .orElseThrow(this::notPrepared);
  }

  /**
   * What publishing the run does, whatever has become of it since; empty if it was never prepared.
   * One request, also for a large plan.
   *
   * @throws IOException if the record can't be read or is damaged
   */
  Optional<PublishPlan> planIfPrepared() throws IOException {
    Location file = recordOf(State.PREPARED.sequence);
    Optional<byte[]> present = storage.read(file);
    if (present.isEmpty()) {
      return Optional.empty();
    }

    Optional<State> state = field(file, present.get(), STATE_FIELD, new TypeReference<>() {});
    if (state.equals(Optional.of(State.ROLLED_BACK))) {
      return Optional.empty();
    }
    Optional<PublishPlan> plan = field(file, present.get(), PLAN_FIELD, new TypeReference<>() {});
    if (!state.equals(Optional.of(State.PREPARED)) || plan.isEmpty()) {
      throw damaged(file, null);
    }
    return plan;
  }

  /** What the plan in the record changes in a catalog; null if nothing, or if there is no plan. */
  @Nullable Registration registration() throws IOException {
    Location file = recordOf(State.PREPARED.sequence);
    Optional<byte[]> present = storage.read(file);
    if (present.isEmpty()) {
      return null;
    }

    try (JsonParser json = JSON.createParser(present.get())) {
      return enterField(json, PLAN_FIELD) && enterField(json, REGISTRATION_FIELD)
          ? json.readValueAs(Registration.class)
          : null;
    } catch (JsonProcessingException e) {
      throw damaged(file, e);
    }
  }

  /** Goes to the value of a field of the object that comes next. */
  private static boolean enterField(JsonParser json, String name) throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      json.nextToken();
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean found = json.getCurrentName().equals(name);
      json.nextToken();
      if (found) {
        return true;
      }
      json.skipChildren();
    }
    return false;
  }

  /** Goes on undoing a run that is recorded as rolled back, whoever has recorded it. */
  void finishRollBack() throws IOException {
    if (state(State.PREPARED.sequence) == State.PREPARED) {
      undoPrepared(plan());
      return;
    }

    List<StagedFile> kept =
        field(State.ROLLED_BACK, KEEP_FIELD, new TypeReference<List<StagedFile>>() {})
            .orElse(List.of());
    completeWhatIsThere(kept);
    sweep();
  }

  private void makeVisible(PublishPlan plan, LockCheck lock) throws IOException {
    lock.check();
    storages.apply(plan.success()).delete(plan.success());
    try {
      inBatches(plan.complete(), lock, this::complete);
    } catch (StagedFileLostException e) {
      enter(State.ROLLED_BACK, State.VISIBLE.sequence, Map.of("reason", e.getMessage()));
      undoPrepared(plan);
      throw new RolledBackException(id, e);
    }
    lock.check();
    enter(State.VISIBLE, Map.of("files", plan.complete().size()));
  }

  private boolean hasRemoved() throws IOException {
    return storage.status(folder.child(REMOVED)).isPresent();
  }

  /** What a catalog may still show is not removed. */
  private void supersede(PublishPlan plan, LockCheck lock, OwedWork owed) throws IOException {
    if (plan.registration() != null && !register(plan.registration(), lock, owed)) {
      return;
    }
    if (plan.supersedes()) {
      remove(plan, lock, owed);
    }
  }

  private boolean register(Registration registration, LockCheck lock, OwedWork owed)
      throws LockLostException {
    try {
      registration.carryOut(catalogs.apply(registration.catalog()), id, lock::check);
      return true;
    } catch (LockLostException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      owed.note(NOT_REGISTERED, e);
      return false;
    }
  }

  private void remove(PublishPlan plan, LockCheck lock, OwedWork owed) throws IOException {
    Storage table = storages.apply(plan.success());
    inBatches(
        plan.remove(), lock, files -> owed.attempt(NOT_DELETED, () -> table.deleteAll(files)));
    if (!owed.includes(NOT_DELETED)) {
      owed.attempt(NOT_DELETED, () -> storage.createIfAbsent(folder.child(REMOVED), removed(plan)));
    }
  }

  private byte[] removed(PublishPlan plan) throws IOException {
    Map<String, Object> removed = stamp();
    removed.put(RETAINED_FIELD, plan.retained().stream().map(Location::uri).toList());
    return JSON.writeValueAsBytes(removed);
  }

  private Map<String, Object> stamp() {
    Map<String, Object> stamp = new LinkedHashMap<>();
    stamp.put("run", id);
    stamp.put("at", clock.instant().toString());
    return stamp;
  }

  /**
   * The versions that the table had kept when all was gone that this run replaces: folders of files
   * that count no more.
   *
   * @throws IOException if the record can't be read or is damaged
   */
  List<Location> retained() throws IOException {
    Location file = folder.child(REMOVED);
    byte[] present = storage.read(file).orElseThrow(() -> damaged(file, null));
    return field(file, present, RETAINED_FIELD, new TypeReference<List<String>>() {})
        .orElse(List.of())
        .stream()
        .map(Location::new)
        .toList();
  }

  /**
   * What is staged goes first, so that nobody who wakes up late can complete it; then what was
   * completed so far, by the exact list. Files of the run's record, such as rejects, stay.
   */
  private void undoPrepared(PublishPlan plan) throws IOException {
    List<StagedFile> ofTheTable = new ArrayList<>();
    List<StagedFile> ofTheRecord = new ArrayList<>();
    for (StagedFile file : plan.complete()) {
      (file.location().isWithin(folder) ? ofTheRecord : ofTheTable).add(file);
    }
    completeWhatIsThere(ofTheRecord);
    discardStaged();
    for (List<StagedFile> files : byStorage(ofTheTable)) {
      storages
          .apply(files.get(0).location())
          .deleteAll(files.stream().map(StagedFile::location).toList());
    }
    sweep();
  }

  private void completeWhatIsThere(List<StagedFile> files) throws IOException {
    for (StagedFile file : files) {
      try {
        syncStaged(List.of(file));
        complete(List.of(file));
      } catch (StagedFileLostException e) {
        // Another has undone the run before, or they are lost: that it is undone is recorded.
      }
    }
  }

  /** Until nothing is found twice: a worker may have been about to stage a file. */
  private void sweep() throws IOException {
    int emptyPasses = 0;
    while (emptyPasses < 2) {
      emptyPasses = discardStaged() == 0 ? emptyPasses + 1 : 0;
    }
    Storage table = storages.apply(probe());
    if (table.hasFolders() && table.status(probe()).isPresent()) {
      table.delete(probe());
    }
    storage.createIfAbsent(folder.child(SWEPT), JSON.writeValueAsBytes(stamp()));
  }

  /**
   * @return how many staged files were removed
   */
  int discardStaged() throws IOException {
    Map<String, Location> folderOfScheme = new TreeMap<>();
    stagedTo.forEach(location -> folderOfScheme.put(location.scheme(), location));
    int removed = 0;
    for (Location location : folderOfScheme.values()) {
      removed += storages.apply(location).discardStagedExcept(Set.of());
    }
    return removed;
  }

  private void syncStaged(Collection<StagedFile> files) throws IOException {
    for (List<StagedFile> ofOne : byStorage(files)) {
      storages.apply(ofOne.get(0).location()).syncStaged(ofOne);
    }
  }

  private void complete(Collection<StagedFile> files) throws IOException {
    for (List<StagedFile> ofOne : byStorage(files)) {
      storages.apply(ofOne.get(0).location()).complete(ofOne);
    }
  }

  private static Collection<List<StagedFile>> byStorage(Collection<StagedFile> files) {
    Map<String, List<StagedFile>> byScheme = new TreeMap<>();
    for (StagedFile file : files) {
      byScheme.computeIfAbsent(file.location().scheme(), any -> new ArrayList<>()).add(file);
    }
    return byScheme.values();
  }

  private static <T> void inBatches(List<T> all, LockCheck lock, Step<T> step) throws IOException {
    for (int from = 0; from < all.size(); from += BATCH) {
      lock.check();
      step.run(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
  }

  private void checkPrepared() throws IOException {
    if (!prepared && state(State.PREPARED.sequence) != State.PREPARED) {
      throw notPrepared();
    }
  }

  private RunStateException notPrepared() {
    return new RunStateException(
        "Cannot publish run "
            + id
            + ": "
            + recordOf(State.PREPARED.sequence)
            + " does not say that it is prepared");
  }

  private boolean isVisible() throws IOException {
    State state = state(State.VISIBLE.sequence);
    if (state == State.ROLLED_BACK) {
      throw new RunStateException("Cannot publish run " + id + ": it is rolled back");
    }
    return state == State.VISIBLE;
  }

  private Location recordOf(int sequence) {
    return folder.child("state-" + sequence + ".json");
  }

  /** The state in one of the objects, null if it is not there. */
  State state(int sequence) throws IOException {
    return field(sequence, STATE_FIELD, new TypeReference<State>() {}).orElse(null);
  }

  private <T> Optional<T> field(State state, String name, TypeReference<T> type)
      throws IOException {
    return state(state.sequence) == state ? field(state.sequence, name, type) : Optional.empty();
  }

  private <T> Optional<T> field(int sequence, String name, TypeReference<T> type)
      throws IOException {
    Optional<byte[]> present = storage.read(recordOf(sequence));
    return present.isEmpty()
        ? Optional.empty()
        : field(recordOf(sequence), present.get(), name, type);
  }

  /** Reads a field as a stream: a plan can have a hundred thousand files. */
  private static <T> Optional<T> field(
      Location file, byte[] content, String name, TypeReference<T> type) throws IOException {
    try (JsonParser json = JSON.createParser(content)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        boolean found = json.getCurrentName().equals(name);
        json.nextToken();
        if (found) {
          return Optional.of(json.readValueAs(type));
        }
        json.skipChildren();
      }
    } catch (JsonProcessingException e) {
      throw damaged(file, e);
    }
    return Optional.empty();
  }

  static IOException damaged(Location file, @Nullable Exception cause) {
    return new IOException("Cannot read " + file + ": it is damaged (restore it)", cause);
  }

  private void enter(State state, Map<String, ?> details) throws IOException {
    enter(state, state.sequence, details);
  }

  private void enter(State state, int sequence, Map<String, ?> details) throws IOException {
    String nonce = UUID.randomUUID().toString();
    Map<String, Object> entered = new LinkedHashMap<>();
    entered.put("run", id);
    entered.put(STATE_FIELD, state);
    entered.put("at", clock.instant().toString());
    entered.put("nonce", nonce);
    entered.putAll(details);
    Location location = recordOf(sequence);
    IOException lostAnswer = null;
    try {
      if (storage.createIfAbsent(location, JSON.writeValueAsBytes(entered))) {
        return;
      }
    } catch (IOException e) {
      lostAnswer = e;
    }

    Optional<byte[]> present = storage.read(location);
    if (present.isEmpty() && lostAnswer != null) {
      throw lostAnswer;
    }
    JsonNode found = present.isEmpty() ? NullNode.instance : JSON.readTree(present.get());
    boolean mine = found.path("nonce").asText().equals(nonce);
    boolean same = found.path(STATE_FIELD).asText().equals(state.name());
    if (!mine && !(state.repeatable && same)) {
      throw new RunStateException(
          "Cannot record run " + id + " as " + state + ": " + location + " is there already");
    }
  }

  private interface Step<T> {
    void run(List<T> batch) throws IOException;
  }
}
