/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.lake.DataFile;
import io.levada.io.lake.Fate;
import io.levada.rows.Tally;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the worker that writes has staged, and of which places of the list: the run's manifest.
 *
 * @param run its id
 * @param fates places by what has become of them
 * @param rejects rejected places by reason
 * @param byCompany how many different films are in the file of companies
 * @param byLanguage how many films the file of languages counts
 * @param files in the order in which they were written
 */
record StagedFilms(
    String run,
    Map<Fate, Tally> fates,
    Map<String, Long> rejects,
    long byCompany,
    long byLanguage,
    List<DataFile> files) {

  /** Where it is in the run's record. */
  static final String FILE = "manifest.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  StagedFilms {
    fates = new TreeMap<>(fates);
    rejects = new TreeMap<>(rejects);
    files = List.copyOf(files);
  }

  long count(Fate fate) {
    return fates.getOrDefault(fate, Tally.ZERO).count();
  }

  String toJson() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * What {@link #toJson} wrote.
   *
   * @throws JsonProcessingException if it is not whole
   */
  static StagedFilms fromJson(String json) throws JsonProcessingException {
    return JSON.readValue(json, StagedFilms.class);
  }
}
