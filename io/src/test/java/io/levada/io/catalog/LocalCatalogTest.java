/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.AwsSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalCatalogTest extends CatalogContract {

  @TempDir Path folder;

  @Override
  protected Catalog catalog() {
    return CatalogReference.parse("local:" + folder.resolve("catalog"))
        .open(AwsSettings.ofTheMachine());
  }

  @Override
  protected String database() {
    return "bronze";
  }
}
