/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class ReadWhileWrittenTest extends ReadWhileWrittenContract {

  @TempDir private Path folder;

  @Override
  AwsSettings aws() {
    return AwsSettings.ofTheMachine();
  }

  @Override
  Location parent() {
    return Location.of(folder.toString());
  }

  @Override
  int runs() {
    return 50;
  }
}
