/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A run and its record: a folder of small objects, one for each state, each created once.
 *
 * <pre>
 *   OPEN → PREPARED → VISIBLE → COMMITTED
 *   OPEN → ROLLED_BACK
 * </pre>
 *
 * <p>PREPARED and ROLLED_BACK are the same object, so a run is one or the other whoever tries what.
 * Every state carries a nonce: a writer that does not know whether its object was created reads it
 * back, and its own nonce means that it was.
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

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Storage storage;
  private final Location folder;
  private final String id;
  private final Clock clock;

  private Run(Storage storage, Location folder, String id, Clock clock) {
    this.storage = storage;
    this.folder = folder;
    this.id = id;
    this.clock = clock;
  }

  /**
   * Begins a run: creates its record in state OPEN.
   *
   * @param storages finds the storage, with the place of the run's staged files
   * @param folder where the run's record is kept
   * @param id the run's name, never used before
   * @param about what a person wants to know of the run: pipeline, options, versions
   * @throws RunStateException if there is a run of that name
   * @throws IOException if the record can't be written
   */
  public static Run begin(
      Storages storages, Location folder, String id, Clock clock, Map<String, ?> about)
      throws IOException {
    return begin(storages.of(folder), folder, id, clock, about);
  }

  static Run begin(Storage storage, Location folder, String id, Clock clock, Map<String, ?> about)
      throws IOException {
    Run run = new Run(storage, folder, id, clock);
    run.enter(State.OPEN, about);
    return run;
  }

  public String id() {
    return id;
  }

  /** Where the run's record is. */
  public Location folder() {
    return folder;
  }

  /**
   * Records all that publishing will do. From here on the run is finished, not undone.
   *
   * @param counts what the run has read and written, for people
   * @throws RunStateException if the run was rolled back
   * @throws IOException if the record can't be written
   */
  public void prepare(PublishPlan plan, Map<String, ?> counts) throws IOException {
    storage.syncStaged(plan.complete());
    enter(State.PREPARED, Map.of("counts", counts, "publish", plan));
  }

  /**
   * Publishes a prepared run: completes the staged files, and then removes what they replace, and
   * what attempts have staged that do not count. May be repeated.
   *
   * @throws RunStateException if the run is not prepared
   * @throws IOException if a step fails; a repeat goes on from there
   */
  public void publish(PublishPlan plan) throws IOException {
    checkPrepared();
    storage.delete(plan.success());
    storage.complete(plan.complete());
    enter(State.VISIBLE, Map.of("files", plan.complete().size()));
    storage.discardStagedExcept(Set.of());
    storage.deleteAll(plan.remove());
  }

  /** Records that nothing is left to do, and marks the table whole. May be repeated. */
  public void commit(PublishPlan plan) throws IOException {
    enter(State.COMMITTED, Map.of());
    storage.write(plan.success(), new byte[0]);
  }

  /**
   * Undoes an open run: records it, and then removes what it has staged. May be repeated.
   *
   * @param keep staged files that are published all the same, such as the rejects
   * @return false if the run is prepared, and was left as it is
   */
  public boolean rollBack(String reason, List<StagedFile> keep) throws IOException {
    try {
      enter(State.ROLLED_BACK, Map.of("reason", reason));
    } catch (RunStateException e) {
      return false;
    }

    storage.syncStaged(keep);
    storage.complete(keep);
    storage.discardStagedExcept(Set.of());
    return true;
  }

  /** Keeps a file beside the run's states, such as its schema. */
  public void keep(String name, byte[] content) throws IOException {
    storage.createIfAbsent(folder.child(name), content);
  }

  private void checkPrepared() throws IOException {
    Location location = recordOf(State.PREPARED);
    Optional<byte[]> present = storage.read(location);
    if (present.isEmpty() || !isState(JSON.readTree(present.get()), State.PREPARED)) {
      throw new RunStateException(
          "Cannot publish run " + id + ": " + location + " does not say that it is prepared");
    }
  }

  private Location recordOf(State state) {
    return folder.child("state-" + state.sequence + ".json");
  }

  private static boolean isState(JsonNode record, State state) {
    return record.path("state").asText().equals(state.name());
  }

  private void enter(State state, Map<String, ?> details) throws IOException {
    String nonce = UUID.randomUUID().toString();
    ObjectNode record =
        JSON.createObjectNode()
            .put("run", id)
            .put("state", state.name())
            .put("at", clock.instant().toString())
            .put("nonce", nonce);
    record.setAll((ObjectNode) JSON.valueToTree(details));
    Location location = recordOf(state);
    IOException lostAnswer = null;
    try {
      if (storage.createIfAbsent(location, JSON.writeValueAsBytes(record))) {
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
    if (!mine && !(state.repeatable && isState(found, state))) {
      throw new RunStateException(
          "Cannot record run " + id + " as " + state + ": " + location + " is there already");
    }
  }
}
