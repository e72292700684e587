/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import com.fasterxml.jackson.core.JsonGenerator;
import io.levada.io.catalog.Registration;
import io.levada.io.ledger.Departure;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.PlanVisitor;
import io.levada.io.ledger.RecordedInput;
import io.levada.io.ledger.RunRecord.Entered;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** All that a run has recorded, for programs; the names are those of {@code --summaryFile}. */
final class RunJson {

  private final Ledger ledger;
  private final RunFacts facts;
  private final String next;
  private final Optional<String> owed;

  RunJson(Ledger ledger, RunFacts facts, String next, Optional<String> owed) {
    this.ledger = ledger;
    this.facts = facts;
    this.next = next;
    this.owed = owed;
  }

  void write(boolean withInputs, boolean withFiles, JsonGenerator json) throws IOException {
    JsonOut.writeFacts(facts, next, json);
    if (facts.isPrepared()) {
      json.writeObjectFieldStart("rejectsByCode");
      for (Map.Entry<String, Long> code : facts.rejectsByCode().entrySet()) {
        json.writeNumberField(code.getKey(), code.getValue());
      }
      json.writeEndObject();
    }
    json.writeStringField("table", ledger.table().uri());
    json.writeStringField("record", facts.run().folder().uri());
    writeBegun(json);
    writeTotals(json);
    json.writeArrayFieldStart("notes");
    for (String note : RunLists.notes(facts.record())) {
      json.writeString(note);
    }
    json.writeEndArray();
    if (withInputs) {
      json.writeArrayFieldStart("inputList");
      facts.record().visitInputs(input -> write(input, json));
      json.writeEndArray();
    }
    if (withFiles) {
      writeFiles(json);
    }
  }

  private void writeBegun(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("states");
    for (Entered entered : facts.states()) {
      json.writeStartObject();
      json.writeStringField("state", entered.state().name());
      json.writeStringField("at", entered.at().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeObjectFieldStart("options");
    for (Map.Entry<String, String> option : facts.options().entrySet()) {
      json.writeStringField(option.getKey(), option.getValue());
    }
    json.writeEndObject();
    json.writeStringField("levada", facts.text("levada"));
    json.writeStringField("beam", facts.text("beam"));
    json.writeStringField("java", facts.text("java"));
    if (!facts.text("scheduler_run").isEmpty()) {
      json.writeStringField("schedulerRun", facts.text("scheduler_run"));
    }
    if (!facts.text("bookmark").isEmpty()) {
      json.writeStringField("bookmark", facts.text("bookmark"));
    }
  }

  private void writeTotals(JsonGenerator json) throws IOException {
    PlanTotals totals = PlanTotals.of(facts.record());
    json.writeNumberField("partitions", totals.partitions());
    json.writeNumberField("files", totals.files());
    json.writeNumberField("bytes", totals.bytes());
    json.writeNumberField("replaced", totals.replaced());
    json.writeNumberField("moves", totals.moves());
    json.writeNumberField("deletions", totals.deletions());
    if (owed.isPresent()) {
      json.writeStringField("owed", owed.get());
    }
    if (totals.rejectFiles() > 0) {
      json.writeStringField("rejects", facts.run().folder().child("rejects").uri());
    }
  }

  private static void write(RecordedInput input, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("uri", input.location().uri());
    json.writeNumberField("bytes", input.bytes());
    json.writeStringField("identity", input.identity());
    if (input.rows().isPresent()) {
      RecordedInput.Rows rows = input.rows().get();
      json.writeNumberField("read", rows.read());
      json.writeNumberField("written", rows.written());
      json.writeNumberField("duplicates", rows.duplicates());
      json.writeNumberField("rejected", rows.rejected());
      json.writeNumberField("filtered", rows.filtered());
      if (rows.grouped() > 0) {
        json.writeNumberField("grouped", rows.grouped());
      }
    }
    json.writeEndObject();
  }

  /** Each list in a pass of its own, as they are all to be there. */
  private void writeFiles(JsonGenerator json) throws IOException {
    Location ofTheRun = facts.run().folder();
    writeList(
        "fileList",
        new PlanVisitor() {
          @Override
          public void published(Location file, long bytes) throws IOException {
            if (!file.isWithin(ofTheRun)) {
              write(file, bytes, json);
            }
          }
        },
        json);
    writeList(
        "rejectList",
        new PlanVisitor() {
          @Override
          public void published(Location file, long bytes) throws IOException {
            if (file.isWithin(ofTheRun)) {
              write(file, bytes, json);
            }
          }
        },
        json);
    writeList(
        "partitionList",
        new PlanVisitor() {
          @Override
          public void partition(String path) throws IOException {
            json.writeString(path);
          }
        },
        json);
    writeList(
        "replacedList",
        new PlanVisitor() {
          @Override
          public void replaced(Location file) throws IOException {
            json.writeString(file.uri());
          }
        },
        json);
    writeList(
        "retainedList",
        new PlanVisitor() {
          @Override
          public void retained(Location folder) throws IOException {
            json.writeString(folder.uri());
          }
        },
        json);
    writeList(
        "registrationList",
        new PlanVisitor() {
          @Override
          public void registers(Registration registration) throws IOException {
            json.writeObject(registration);
          }
        },
        json);
    writeList(
        "departureList",
        new PlanVisitor() {
          @Override
          public void departs(Departure departure) throws IOException {
            json.writeStartObject();
            json.writeStringField("source", departure.source().uri());
            if (departure.target() != null) {
              json.writeStringField("target", departure.target().uri());
            }
            json.writeEndObject();
          }
        },
        json);
  }

  private static void write(Location file, long bytes, JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("uri", file.uri());
    json.writeNumberField("bytes", bytes);
    json.writeEndObject();
  }

  private void writeList(String name, PlanVisitor visitor, JsonGenerator json) throws IOException {
    json.writeArrayFieldStart(name);
    facts.record().visitPlan(visitor);
    json.writeEndArray();
  }
}
