/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import java.io.Serializable;

/**
 * The files of a collection, below the output.
 *
 * @param films a line of JSON for each film
 * @param companies the films by production company
 * @param languages the number of films by original language
 */
record FileNames(String films, String companies, String languages) implements Serializable {

  /**
   * The names of a run's files. They are in a folder of the run's own: so nothing is ever written
   * over, and what it has staged on S3 can be told from what others have.
   *
   * @param partition the folder of the collection below the output
   */
  static FileNames of(String partition, String run) {
    String folder = partition + "/run=" + run;
    return new FileNames(
        folder + "/filmes.jsonl", folder + "/produtoras_filmes.json", folder + "/idiomas.json");
  }
}
