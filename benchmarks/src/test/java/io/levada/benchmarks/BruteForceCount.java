/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The counts of a generated input as a reader finds them who knows nothing of the generator. */
final class BruteForceCount {

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Map<String, String> lineOfKey = new HashMap<>();
  private final Map<String, String> fileOfKey = new HashMap<>();
  private final Map<String, Long> rowsPerPartition = new TreeMap<>();
  private final Map<String, Long> malformed = new TreeMap<>();
  private final Map<String, Long> recordsPerFile = new TreeMap<>();
  private long duplicates;
  private long differingDuplicates;
  private long duplicatesAcrossFiles;

  private BruteForceCount() {}

  static BruteForceCount of(Path input) throws IOException {
    BruteForceCount count = new BruteForceCount();
    try (Stream<Path> files = Files.list(input)) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          count.add(line, file.getFileName().toString());
        }
      }
    }
    return count;
  }

  private void add(String line, String file) {
    recordsPerFile.merge(file, 1L, Long::sum);
    JsonNode event;
    try {
      event = JSON.readTree(line);
    } catch (JsonProcessingException e) {
      malformed.merge("NOT_JSON", 1L, Long::sum);
      return;
    }
    String code = codeOf(event);
    if (code != null) {
      malformed.merge(code, 1L, Long::sum);
      return;
    }

    addEvent(event, line, file);
  }

  private static String codeOf(JsonNode event) {
    if (!event.isObject()) {
      return "NOT_AN_OBJECT";
    }
    if (!event.hasNonNull("event_id") || !event.hasNonNull("timestamp")) {
      return "MISSING_FIELD";
    }
    if (!event.get("timestamp").isTextual()) {
      return "BAD_TYPE";
    }
    try {
      OffsetDateTime.parse(event.get("timestamp").textValue());
      return null;
    } catch (DateTimeException e) {
      return "BAD_TIMESTAMP";
    }
  }

  private void addEvent(JsonNode event, String line, String file) {
    String timestamp = event.get("timestamp").textValue();
    String key = event.get("event_id").textValue() + " " + timestamp;
    String first = lineOfKey.putIfAbsent(key, line);
    if (first == null) {
      fileOfKey.put(key, file);
      rowsPerPartition.merge(partition(event, timestamp), 1L, Long::sum);
      return;
    }

    duplicates++;
    if (!first.equals(line)) {
      differingDuplicates++;
    }
    if (!fileOfKey.get(key).equals(file)) {
      duplicatesAcrossFiles++;
    }
  }

  private static String partition(JsonNode event, String timestamp) {
    String type = event.get("domain").textValue() + "-" + event.get("event_type").textValue();
    String[] date = timestamp.substring(0, 10).split("-", -1);
    return String.join(
        "/", "domain_event_type=" + type, "year=" + date[0], "month=" + date[1], "day=" + date[2]);
  }

  Set<String> keys() {
    return lineOfKey.keySet();
  }

  Map<String, Long> rowsPerPartition() {
    return rowsPerPartition;
  }

  Map<String, Long> malformed() {
    return malformed;
  }

  Map<String, Long> recordsPerFile() {
    return recordsPerFile;
  }

  long duplicates() {
    return duplicates;
  }

  long differingDuplicates() {
    return differingDuplicates;
  }

  long duplicatesAcrossFiles() {
    return duplicatesAcrossFiles;
  }
}
