/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.history;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.levada.pipelines.Session;
import java.io.IOException;

/** JSON for programs, written as it is found: a list can have a hundred thousand members. */
final class JsonOut {

  private static final JsonFactory JSON =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  /** What writes the fields of the one object. */
  @FunctionalInterface
  interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  private JsonOut() {}

  /** Writes one object on lines of its own, in UTF-8. */
  static void write(Session session, Fields fields) throws IOException {
    try (JsonGenerator json = JSON.createGenerator(session.out())) {
      json.useDefaultPrettyPrinter();
      json.writeStartObject();
      fields.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  /** Adds what is known of a run at once; the object is open. */
  static void writeFacts(RunFacts facts, String next, JsonGenerator json) throws IOException {
    json.writeStringField("run", facts.id());
    json.writeStringField("state", facts.state().name());
    json.writeBooleanField("unfinished", facts.run().unfinished());
    json.writeStringField("began", facts.began().toString());
    if (facts.seconds().isPresent()) {
      json.writeNumberField("seconds", facts.seconds().getAsDouble());
    }
    json.writeStringField("pipeline", facts.pipeline());
    json.writeNumberField("inputFiles", facts.inputs());
    json.writeNumberField("inputBytes", facts.inputBytes());
    writeCount("read", "read", facts, json);
    writeCount("written", "written", facts, json);
    writeCount("duplicates", "duplicate", facts, json);
    writeCount("rejected", "rejected", facts, json);
    writeCount("filtered", "filtered", facts, json);
    writeCount("grouped", "grouped", facts, json);
    writeCount("groups", "groups", facts, json);
    if (facts.record().reason().isPresent()) {
      json.writeStringField("reason", facts.record().reason().get());
    }
    if (!next.isEmpty()) {
      json.writeStringField("next", next);
    }
  }

  private static void writeCount(String name, String recorded, RunFacts facts, JsonGenerator json)
      throws IOException {
    if (facts.count(recorded).isPresent()) {
      json.writeNumberField(name, facts.count(recorded).getAsLong());
    }
  }
}
