/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import java.util.Set;
import org.junit.jupiter.api.Test;

class FileNamesTest {

  @Test
  void areThoseOfTheOriginal() {
    assertThat(
        FileNames.of("dt=2026-03-01", Set.of(), "r1", true),
        equalTo(
            new FileNames(
                "dt=2026-03-01/filmes.jsonl",
                "dt=2026-03-01/produtoras_filmes.json",
                "dt=2026-03-01/idiomas.json")));
  }

  @Test
  void areOthersWhereOneIsTaken() {
    assertThat(
        FileNames.of("dt=2026-03-01", Set.of("idiomas.json"), "r1", true),
        equalTo(
            new FileNames(
                "dt=2026-03-01/filmes-r1.jsonl",
                "dt=2026-03-01/produtoras_filmes-r1.json",
                "dt=2026-03-01/idiomas-r1.json")));
  }

  @Test
  void areInAFolderOfTheRunWhereThereAreNoFolders() {
    assertThat(
        FileNames.of("dt=2026-03-01", Set.of("idiomas.json"), "r1", false),
        equalTo(
            new FileNames(
                "dt=2026-03-01/run=r1/filmes.jsonl",
                "dt=2026-03-01/run=r1/produtoras_filmes.json",
                "dt=2026-03-01/run=r1/idiomas.json")));
  }
}
