/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.AwsSettings;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalRegistrationTest extends RegistrationContract {

  @TempDir Path folder;

  @Override
  Catalog catalog() {
    return CatalogReference.parse("local:" + folder).open(AwsSettings.ofTheMachine());
  }

  @Override
  String database() {
    return "silver";
  }
}
