/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.levada.io.lake.Fate;
import io.levada.io.lake.Manifest;
import io.levada.io.storage.Entry;
import io.levada.rows.ReadCount;
import io.levada.rows.Tally;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * What became of each input's records, in the run's record: JSON lines, gzip. Groups are counted
 * over all inputs; since the sum is proven, what is left of an input's records was grouped.
 */
final class InputOutcomes {

  static final String FILE = "outcome.jsonl.gz";

  private static final JsonFactory JSON = new JsonFactory();

  private InputOutcomes() {}

  static byte[] encode(List<Entry> inputs, Manifest manifest) throws IOException {
    Map<Integer, Long> read = new HashMap<>();
    for (ReadCount range : manifest.reads()) {
      read.merge(range.file(), range.records().count(), Long::sum);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(new GZIPOutputStream(bytes))) {
      json.setRootValueSeparator(null);
      for (int input = 0; input < inputs.size(); input++) {
        Map<Fate, Tally> fates = manifest.tallies().getOrDefault(input, Map.of());
        json.writeStartObject();
        json.writeNumberField("input", input);
        json.writeStringField("uri", inputs.get(input).location().uri());
        long left = read.getOrDefault(input, 0L);
        json.writeNumberField("read", left);
        for (Fate fate : Fate.values()) {
          long count = fates.getOrDefault(fate, Tally.ZERO).count();
          json.writeNumberField(name(fate), count);
          left -= count;
        }
        if (manifest.groups().isPresent()) {
          json.writeNumberField("grouped", left);
        }
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
    return bytes.toByteArray();
  }

  private static String name(Fate fate) {
    return switch (fate) {
      case WRITTEN -> "written";
      case DUPLICATE -> "duplicates";
      case REJECTED -> "rejected";
      case FILTERED -> "filtered";
    };
  }
}
