/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import com.fasterxml.jackson.databind.JsonNode;
import io.levada.io.landing.LandingZone;
import io.levada.io.landing.Processed;
import io.levada.io.ledger.Departure;
import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.RecordedRun;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Sizes;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.checkerframework.checker.nullness.qual.Nullable;

/** What becomes of a run's inputs when the table has their rows. */
public abstract class Clearing {

  private Clearing() {}

  /** They stay. */
  public static Clearing none() {
    return new Clearing() {
      @Override
      @Nullable Location place() {
        return null;
      }

      @Override
      List<Departure> departures(List<Entry> read, String run, Instant start, Storages storages) {
        return List.of();
      }
    };
  }

  /** They are deleted. */
  public static Clearing deletion(Location folder) {
    return new Clearing() {
      @Override
      Location place() {
        return folder;
      }

      @Override
      List<Departure> departures(List<Entry> read, String run, Instant start, Storages storages) {
        return read.stream().map(Departure::deletion).toList();
      }
    };
  }

  /** They go where those of a landing zone go. */
  static Clearing of(LandingZone zone, Processed processed) {
    if (processed == Processed.KEEP) {
      return none();
    }

    return new Clearing() {
      @Override
      Location place() {
        return zone.zone();
      }

      @Override
      List<Departure> departures(List<Entry> read, String run, Instant start, Storages storages)
          throws IOException {
        return zone.departures(read, processed, run, start, storages.of(zone.zone()));
      }
    };
  }

  /** What the run changes by it, and has to lock; null if that is nothing. */
  abstract @Nullable Location place();

  /**
   * Whether what is to be read is missing since an earlier run has cleared it away: where folders
   * are but a part of names, none is left then. That it was there is told by that run's locks.
   */
  boolean hasEmptied(Ledger ledger, Storages storages) throws IOException {
    Location place = place();
    if (place == null || storages.of(place).hasFolders()) {
      return false;
    }

    for (RecordedRun run : ledger.runs()) {
      for (JsonNode lock : ledger.record(run).begun().path("locks")) {
        if (lock.asText().equals(place.uri())) {
          return true;
        }
      }
    }
    return false;
  }

  /** What has become of the inputs, for people; empty if they have stayed. */
  Optional<String> told(List<Departure> departures) {
    if (departures.isEmpty()) {
      return Optional.empty();
    }

    String files = Sizes.counted(departures.size(), "input file");
    Location target = departures.get(0).target();
    return Optional.of(
        target == null ? files + " deleted" : files + " moved, the first to " + target);
  }

  /**
   * What becomes of each input, to be recorded before anything becomes visible.
   *
   * @param start when the run began
   * @throws IOException if it can't be told where they can go
   */
  abstract List<Departure> departures(
      List<Entry> read, String run, Instant start, Storages storages) throws IOException;
}
