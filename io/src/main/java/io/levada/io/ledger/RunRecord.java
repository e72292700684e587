/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.catalog.Registration;
import io.levada.io.storage.Location;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.Storage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * All that the record of one run says, for people and for audits; nothing is decided by it. Its
 * long lists are shown one by one, as a run can have a hundred thousand files.
 *
 * <p>What an earlier version has not recorded is empty.
 */
public final class RunRecord {

  /**
   * What became of each input in a run's record: JSON lines in the order of {@link
   * Bookmark#INPUTS}, gzip, with {@code input}, {@code read}, {@code written}, {@code duplicates},
   * {@code rejected} and {@code filtered}, and {@code grouped} if rows were made of groups of them.
   */
  public static final String OUTCOME = "outcome.jsonl.gz";

  private static final int STATES = 4;
  private static final String PLAN = "publish";
  private static final String KEPT = "keep";
  private static final Set<String> LONG = Set.of(PLAN, KEPT);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Shown a run's inputs, one by one, in the order in which they were listed. */
  @FunctionalInterface
  public interface InputVisitor {
    void visit(RecordedInput input) throws IOException;
  }

  /**
   * A state that the run has come to.
   *
   * @param at when, by the clock of the process that has recorded it
   */
  public record Entered(Run.State state, Instant at) {}

  private final RecordedRun run;
  private final Storage storage;
  private final List<Entered> states = new ArrayList<>();
  private JsonNode begun = MissingNode.getInstance();
  private JsonNode counts = MissingNode.getInstance();
  private @Nullable String reason;
  private byte @Nullable [] decided;

  private RunRecord(RecordedRun run, Storage storage) {
    this.run = run;
    this.storage = storage;
  }

  static RunRecord read(RecordedRun run, Storage storage) throws IOException {
    RunRecord record = new RunRecord(run, storage);
    for (int sequence = 1; sequence <= STATES; sequence++) {
      record.readState(sequence);
    }
    return record;
  }

  /** The run, and how far it had come when the ledger was listed. */
  public RecordedRun run() {
    return run;
  }

  /** The states that the run has come to, the first one first. */
  public List<Entered> states() {
    return List.copyOf(states);
  }

  /** What was recorded when the run began: pipeline, options, versions. */
  public JsonNode begun() {
    return begun;
  }

  /** What the run has read and written; missing if it was never prepared. */
  public JsonNode counts() {
    return counts;
  }

  /** Why the run was rolled back, if it was. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason);
  }

  /** What the run keeps beside its states, such as its notes. */
  public Optional<byte[]> kept(String name) throws IOException {
    return storage.read(run.folder().child(name));
  }

  /** All that publishing does, or what is kept of a run that was rolled back. */
  public void visitPlan(PlanVisitor visitor) throws IOException {
    if (decided == null) {
      decided = storage.read(state(2)).orElse(new byte[0]);
    }
    try (JsonParser json = JSON.createParser(decided)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.getCurrentName();
        json.nextToken();
        switch (name) {
          case PLAN -> visitPlan(json, visitor);
          case KEPT -> visitFiles(json, visitor);
          default -> json.skipChildren();
        }
      }
    } catch (IOException e) {
      throw damaged(state(2), e);
    }
  }

  /** The inputs as they were listed; none if the run was cut off before it recorded them. */
  public void visitInputs(InputVisitor visitor) throws IOException {
    Location listed = run.folder().child(Bookmark.INPUTS);
    Location outcome = run.folder().child(OUTCOME);
    try (MappingIterator<InputLine> inputs = lines(listed, InputLine.class);
        MappingIterator<OutcomeLine> outcomes = lines(outcome, OutcomeLine.class)) {
      OutcomeLine next = next(outcomes, outcome);
      for (InputLine input = next(inputs, listed); input != null; input = next(inputs, listed)) {
        while (next != null && next.input() < input.input()) {
          next = next(outcomes, outcome);
        }
        boolean told = next != null && next.input() == input.input();
        visitor.visit(told ? input.with(next.rows()) : input.with(null));
      }
    }
  }

  private void readState(int sequence) throws IOException {
    Optional<byte[]> present = storage.read(state(sequence));
    if (present.isEmpty()) {
      return;
    }

    try {
      ObjectNode object = withoutLongFields(present.get());
      Run.State state = Run.State.valueOf(object.path("state").asText());
      states.add(new Entered(state, Instant.parse(object.path("at").asText())));
      if (object.has("reason")) {
        reason = object.get("reason").asText();
      }
      if (sequence == 1) {
        begun = object;
      }
      if (sequence == 2) {
        counts = object.path("counts");
      }
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw damaged(state(sequence), e);
    }
  }

  private static ObjectNode withoutLongFields(byte[] content) throws IOException {
    ObjectNode object = JSON.createObjectNode();
    try (JsonParser json = JSON.createParser(content)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.getCurrentName();
        json.nextToken();
        if (LONG.contains(name)) {
          json.skipChildren();
        } else {
          JsonNode value = json.readValueAsTree();
          object.set(name, value);
        }
      }
      if (json.currentToken() != JsonToken.END_OBJECT) {
        throw new IOException("it is no whole object");
      }
    }
    return object;
  }

  private static void visitPlan(JsonParser json, PlanVisitor visitor) throws IOException {
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.getCurrentName();
      json.nextToken();
      if (name.equals("registration") && json.currentToken() == JsonToken.START_OBJECT) {
        visitor.registers(json.readValueAs(Registration.class));
        continue;
      }
      if (json.currentToken() != JsonToken.START_ARRAY) {
        json.skipChildren();
        continue;
      }
      switch (name) {
        case "complete" -> visitFiles(json, visitor);
        case "remove" -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            visitor.replaced(json.readValueAs(Location.class));
          }
        }
        case "retained" -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            visitor.retained(json.readValueAs(Location.class));
          }
        }
        case "partitions" -> {
          while (json.nextToken() == JsonToken.VALUE_STRING) {
            visitor.partition(json.getText());
          }
        }
        case "departures" -> {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            visitor.departs(json.readValueAs(Departure.class));
          }
        }
        default -> json.skipChildren();
      }
    }
  }

  private static void visitFiles(JsonParser json, PlanVisitor visitor) throws IOException {
    while (json.nextToken() == JsonToken.START_OBJECT) {
      StagedFile file = json.readValueAs(StagedFile.class);
      visitor.published(file.location(), file.length());
    }
  }

  private <T> MappingIterator<T> lines(Location file, Class<T> type) throws IOException {
    Optional<byte[]> present = storage.read(file);
    if (present.isEmpty()) {
      return MappingIterator.emptyIterator();
    }

    try {
      InputStream text = new GZIPInputStream(new ByteArrayInputStream(present.get()), 1 << 16);
      return JSON.readerFor(type).readValues(text);
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  private static <T> @Nullable T next(MappingIterator<T> lines, Location file) throws IOException {
    try {
      return lines.hasNextValue() ? lines.nextValue() : null;
    } catch (IOException e) {
      throw damaged(file, e);
    }
  }

  private Location state(int sequence) {
    return run.folder().child("state-" + sequence + ".json");
  }

  private static IOException damaged(Location file, Exception e) {
    return new IOException("Cannot read " + file + ": it is damaged (restore it)", e);
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record InputLine(long input, String uri, long bytes, String identity) {

    RecordedInput with(RecordedInput.@Nullable Rows rows) {
      return new RecordedInput(new Location(uri), bytes, identity, rows);
    }
  }

  @JsonIgnoreProperties(ignoreUnknown = true)
  private record OutcomeLine(
      long input,
      long read,
      long written,
      long duplicates,
      long rejected,
      long filtered,
      long grouped) {

    RecordedInput.Rows rows() {
      return new RecordedInput.Rows(read, written, duplicates, rejected, filtered, grouped);
    }
  }
}
