/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import io.levada.pipelines.LocalZones;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class LandedEventsOnDiskTest extends LandedEventsContract {

  @TempDir private Path folder;

  @BeforeEach
  void makeZones() {
    use(new LocalZones(folder));
  }
}
