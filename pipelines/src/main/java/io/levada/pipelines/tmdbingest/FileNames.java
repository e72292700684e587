/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import java.io.Serializable;
import java.util.Set;

/**
 * The files of a collection, below the output.
 *
 * @param films a line of JSON for each film
 * @param companies the films by production company
 * @param languages the number of films by original language
 */
record FileNames(String films, String companies, String languages) implements Serializable {

  /**
   * The names of a collection's files. One that is taken gets the run's id behind it: a file is
   * never written over.
   *
   * @param partition its folder below the output
   * @param present the names of the files that are in it
   */
  static FileNames of(String partition, Set<String> present, String run) {
    String behind =
        Set.of("filmes.jsonl", "produtoras_filmes.json", "idiomas.json").stream()
                .anyMatch(present::contains)
            ? "-" + run
            : "";
    return new FileNames(
        partition + "/filmes" + behind + ".jsonl",
        partition + "/produtoras_filmes" + behind + ".json",
        partition + "/idiomas" + behind + ".json");
  }
}
