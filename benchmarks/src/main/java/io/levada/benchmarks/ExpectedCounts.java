/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a right run over a generated input comes to, exactly: {@code records = rows + duplicates +
 * rejected}.
 *
 * @param records lines read
 * @param bytes length of all the files
 * @param duplicates lines with the event_id and timestamp of an earlier line
 * @param malformed lines that cannot be taken, by reject code; codes that do not occur are absent
 * @param rowsPerPartition rows after deduplication by hive path, such as {@code
 *     domain_event_type=payment-created/year=2026/month=09/day=01}
 * @param recordsPerFile lines by file name
 */
@JsonPropertyOrder({
  "records",
  "bytes",
  "rows",
  "duplicates",
  "rejected",
  "partitions",
  "malformed",
  "recordsPerFile",
  "rowsPerPartition"
})
public record ExpectedCounts(
    long records,
    long bytes,
    long duplicates,
    Map<String, Long> malformed,
    Map<String, Long> rowsPerPartition,
    Map<String, Long> recordsPerFile) {

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  public ExpectedCounts {
    malformed = Collections.unmodifiableMap(new TreeMap<>(malformed));
    rowsPerPartition = Collections.unmodifiableMap(new TreeMap<>(rowsPerPartition));
    recordsPerFile = Collections.unmodifiableMap(new TreeMap<>(recordsPerFile));
  }

  static ExpectedCounts none() {
    return new ExpectedCounts(0, 0, 0, Map.of(), Map.of(), Map.of());
  }

  /** Rows after deduplication: the distinct keys. */
  @JsonProperty
  public long rows() {
    return sum(rowsPerPartition);
  }

  @JsonProperty
  public long rejected() {
    return sum(malformed);
  }

  @JsonProperty
  public int partitions() {
    return rowsPerPartition.size();
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the file is missing or is something else
   */
  public static ExpectedCounts read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), ExpectedCounts.class);
  }

  void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }
}
