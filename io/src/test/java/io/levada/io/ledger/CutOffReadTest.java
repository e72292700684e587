/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class CutOffReadTest extends CutOffReadContract {

  @TempDir private Path folder;

  @Override
  AwsSettings aws() {
    return AwsSettings.ofTheMachine();
  }

  @Override
  Location folder(String name) {
    return Location.of(folder.toString()).child(name);
  }
}
