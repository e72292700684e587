/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogReferenceTest {

  @ParameterizedTest
  @CsvSource({
    "glue, glue, true",
    "glue, glue:123456789012, true",
    "glue:123456789012, glue:123456789012, true",
    "glue:123456789012, glue:123456789013, false",
    "glue, local:/lake/catalog, false",
    "local:/lake/catalog, glue:123456789012, false",
    "local:/lake/catalog, local:file:///lake/catalog, true",
    "local:/lake/catalog, local:/lake/catalog2, false",
    "local, local:.levada/catalog, true"
  })
  void mayBeAnotherThatNamesTheSame(String one, String other, boolean may) {
    assertThat(CatalogReference.parse(one).mayBe(CatalogReference.parse(other)), is(may));
  }
}
