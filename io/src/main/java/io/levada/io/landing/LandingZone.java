/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.landing;

import io.levada.io.ledger.Departure;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A folder with two in it: others put files below {@code pending/}, at any depth, and what a run
 * has taken goes to {@code processed/date=YYYY-MM-DD/} with the same path below it, the day being
 * the UTC day on which the run began.
 */
public final class LandingZone {

  private static final String PENDING = "pending";
  private static final String PROCESSED = "processed";
  private static final String SHORTENED = "-name-too-long";
  private static final String ODD = "-odd-path";

  private final Location zone;

  public LandingZone(Location zone) {
    this.zone = zone;
  }

  /** What a run locks. */
  public Location zone() {
    return zone;
  }

  /** Where files wait. */
  public Location pending() {
    return zone.child(PENDING);
  }

  /** Where files go. */
  public Location processed() {
    return zone.child(PROCESSED);
  }

  /**
   * Chooses what becomes of the files that a run has read, to be recorded before it is published. A
   * file whose place of the day is taken, such as one of the same name that came earlier that day,
   * gets the run's id behind its name; one whose name would be too long there, or whose path can't
   * be a path there, gets another, with the run's id in its folder.
   *
   * @param read files below {@code pending/}, each once
   * @param run the run's id
   * @param start when the run began
   * @throws IllegalArgumentException if a file is not below {@code pending/}
   * @throws IOException if it can't be told which places are taken, or there is none for a name so
   *     long
   */
  public List<Departure> departures(
      Collection<Entry> read, Processed processed, String run, Instant start, Storage storage)
      throws IOException {
    return switch (processed) {
      case KEEP -> List.of();
      case DELETE -> read.stream().map(Departure::deletion).toList();
      case MOVE -> moves(read, run, start, storage);
    };
  }

  private List<Departure> moves(Collection<Entry> read, String run, Instant start, Storage storage)
      throws IOException {
    Location day = processed().child("date=" + LocalDate.ofInstant(start, ZoneOffset.UTC));
    Set<Location> taken = taken(day, storage);
    List<Departure> moves = new ArrayList<>();
    for (Entry file : read) {
      Location target = samePath(day, file.location().relativeTo(pending()));
      while (target != null && isTaken(target, taken, storage)) {
        target = new Location(target.uri() + "." + run);
      }
      if (target == null || isBelowAFile(target, day, taken, storage)) {
        target = day.child(run).child(moves.size() + ODD);
      } else if (!storage.takesName(target)) {
        target = day.child(run).child(moves.size() + SHORTENED);
      }
      if (!storage.takesName(target)) {
        throw new IOException(
            "Cannot move " + file.location() + ": the name " + target + " is too long");
      }
      taken.add(target);
      moves.add(Departure.move(file, target));
    }
    return moves;
  }

  /** Null if there is none: a key of S3 can be {@code pending//a}, or {@code pending/../a}. */
  private static @Nullable Location samePath(Location day, String path) {
    try {
      return day.child(path);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Where folders exist by themselves, one can be in the file's place, be it empty. */
  private static boolean isTaken(Location target, Set<Location> taken, Storage storage)
      throws IOException {
    return taken.contains(target)
        || (storage.hasFolders() && storage.takesName(target) && storage.folderExists(target));
  }

  /** A file in the place of one of its folders. */
  private static boolean isBelowAFile(
      Location target, Location day, Set<Location> taken, Storage storage) {
    Location folder = target.parent();
    while (storage.hasFolders() && !folder.equals(day)) {
      if (taken.contains(folder)) {
        return true;
      }
      folder = folder.parent();
    }
    return false;
  }

  /** In one listing, not by a question for each file. */
  private static Set<Location> taken(Location day, Storage storage) throws IOException {
    Set<Location> taken = new HashSet<>();
    storage.list(day, entry -> taken.add(entry.location()));
    return taken;
  }
}
