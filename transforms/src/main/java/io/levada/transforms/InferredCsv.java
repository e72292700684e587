/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.rows.ReadCount;
import io.levada.rows.Tally;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What {@link InferCsv} has found.
 *
 * @param schema the columns and their types
 * @param reads the read counts of all blocks that had one, by file and place
 */
public record InferredCsv(EventSchema schema, List<ReadCount> reads) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public InferredCsv {
    List<ReadCount> sorted = new ArrayList<>(reads);
    sorted.sort(Comparator.comparingInt(ReadCount::file).thenComparingLong(ReadCount::from));
    reads = List.copyOf(sorted);
  }

  /** As a text that {@link #fromJson} reads. */
  public String toJson() {
    try {
      ObjectNode json = JSON.createObjectNode();
      json.set("schema", JSON.readTree(schema.toJson()));
      ArrayNode all = json.putArray("reads");
      for (ReadCount read : reads) {
        all.addArray()
            .add(read.file())
            .add(read.from())
            .add(read.to())
            .add(read.reachedEnd())
            .add(read.records().count())
            .add(read.records().high())
            .add(read.records().low());
      }
      return json.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A schema writes JSON that can't be read", e);
    }
  }

  /**
   * @throws IllegalArgumentException if {@link #toJson} has not written the text
   */
  public static InferredCsv fromJson(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      List<ReadCount> reads = new ArrayList<>();
      for (JsonNode read : json.required("reads")) {
        reads.add(
            new ReadCount(
                read.required(0).intValue(),
                read.required(1).longValue(),
                read.required(2).longValue(),
                read.required(3).booleanValue(),
                new Tally(
                    read.required(4).longValue(),
                    read.required(5).longValue(),
                    read.required(6).longValue())));
      }
      return new InferredCsv(EventSchema.fromJson(json.required("schema").toString()), reads);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Invalid columns that were found: no JSON", e);
    }
  }
}
