/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbtotrusted;

import static io.levada.pipelines.cli.OptionsAssertions.assertDefaults;
import static io.levada.pipelines.cli.OptionsAssertions.assertFullMapping;
import static io.levada.pipelines.cli.OptionsAssertions.option;

import io.levada.pipelines.tmdbtotrusted.TmdbToTrustedOptions.Nested;
import org.junit.jupiter.api.Test;

class TmdbToTrustedOptionsTest {

  @Test
  void hasDefaults() {
    assertDefaults(
        TmdbToTrustedOptions.class,
        option("dateField", "collection_date"),
        option("nested", Nested.KEEP));
  }

  @Test
  void readsEveryOption() {
    assertFullMapping(
        TmdbToTrustedOptions.class,
        option("dateField", "release_date", "release_date"),
        option("nested", "flatten", Nested.FLATTEN));
  }
}
