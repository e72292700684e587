/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.events;

import static io.levada.pipelines.Zones.event;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.LocalZones;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookmarkedEventsOnDiskTest extends BookmarkedEventsContract {

  @TempDir private Path folder;
  private LocalZones zones;

  @BeforeEach
  void makeZones() {
    zones = new LocalZones(folder);
    use(zones);
  }

  @Test
  void takesAFileThatIsOlderThanThoseItHasTaken() throws Exception {
    zones.deliver("b.json", event("1"));
    assertThat(bookmarked(), is(0));
    zones.deliver("a.json", event("2"));
    Files.setLastModifiedTime(
        Path.of(zones.pending(), "a.json"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));

    assertThat(bookmarked(), is(0));

    assertThat(zones.rows("event_id"), contains("1", "2"));
  }
}
