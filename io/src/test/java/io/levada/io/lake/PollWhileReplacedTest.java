/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class PollWhileReplacedTest extends PollWhileReplacedContract {

  @TempDir private Path folder;

  @BeforeEach
  void open() throws IOException {
    begin();
  }

  @Override
  AwsSettings aws() {
    return AwsSettings.ofTheMachine();
  }

  @Override
  Location parent() {
    return Location.of(folder.toString());
  }

  @Override
  CatalogReference reference() {
    return CatalogReference.parse("local:" + folder.resolve("catalog"));
  }

  @Override
  TableName name() {
    return TableName.parse("db.t");
  }

  @Override
  int runs() {
    return 20;
  }
}
