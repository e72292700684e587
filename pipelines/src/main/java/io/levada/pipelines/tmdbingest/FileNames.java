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
   * never written over. On S3, where only its name tells whose an upload is, they are in a folder of
   * the run.
   *
   * @param partition its folder below the output
   * @param present the names of the files that are in it
   * @param hasFolders whether the storage of the output has folders
   */
  static FileNames of(String partition, Set<String> present, String run, boolean hasFolders) {
    boolean isTaken =
        Set.of("filmes.jsonl", "produtoras_filmes.json", "idiomas.json").stream()
            .anyMatch(present::contains);
    String folder = hasFolders ? partition : partition + "/run=" + run;
    String behind = hasFolders && isTaken ? "-" + run : "";
    return new FileNames(
        folder + "/filmes" + behind + ".jsonl",
        folder + "/produtoras_filmes" + behind + ".json",
        folder + "/idiomas" + behind + ".json");
  }
}
