/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a right aggregation of generated salaries comes to, exactly.
 *
 * @param records rows of the silver table
 * @param files its files
 * @param bytes their size
 * @param means the mean salary of each group by {@code idade|ativo|ano|mes}; null if no one in it
 *     has a salary
 */
public record ExpectedMeans(long records, int files, long bytes, Map<String, Double> means) {

  private static final ObjectMapper JSON = new ObjectMapper();

  public ExpectedMeans {
    means = Collections.unmodifiableMap(new TreeMap<>(means));
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if the file is missing or is something else
   */
  public static ExpectedMeans read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), ExpectedMeans.class);
  }

  void write(Path file) throws IOException {
    JSON.writeValue(file.toFile(), this);
  }
}
