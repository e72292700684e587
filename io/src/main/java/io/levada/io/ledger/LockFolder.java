/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects that make up one thing's locks: {@code lock-000017.json} says who has taken number
 * 17, {@code heartbeat-000017.json} that the holder lives, {@code release-000017.json} that it and
 * all below are free, {@code withdrawn-000017.json} that it was never held.
 *
 * <p>Only the heartbeat is ever written again, and a name is not used for another lock: a request
 * that arrives late, or twice, says nothing new. So none is deleted until sixteen higher ones are
 * there.
 */
final class LockFolder {

  /**
   * What one listing shows.
   *
   * @param newest the highest number, 0 if there was none
   * @param unsettled the numbers that are neither withdrawn nor free: of the holder, and of those
   *     that try to follow it
   */
  record Look(long newest, TreeSet<Long> unsettled) {

    /** Whether this number is the lock's, or will be if those below are dead. */
    boolean leadsTo(long number) {
      return !unsettled.isEmpty() && unsettled.last() == number;
    }
  }

  private static final String LOCK = "lock";
  private static final String HEARTBEAT = "heartbeat";
  private static final String RELEASE = "release";
  private static final String WITHDRAWN = "withdrawn";

  private static final Pattern NAME =
      Pattern.compile(
          "(%s|%s|%s|%s)-(\\d{6,18})\\.json".formatted(LOCK, HEARTBEAT, RELEASE, WITHDRAWN));

  /** How many earlier locks stay, for people. */
  private static final int KEPT = 16;

  /** A listing at each release would cost more requests than the release. */
  private static final int REMOVED_AT_EVERY = 8;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Storage storage;
  private final Location folder;

  LockFolder(Storage storage, Location folder) {
    this.storage = storage;
    this.folder = folder;
  }

  Look look() throws IOException {
    long[] newest = new long[1];
    long[] newestReleased = new long[1];
    TreeSet<Long> unsettled = new TreeSet<>();
    Set<Long> withdrawn = new HashSet<>();
    storage.list(
        folder,
        this::isDirectlyHere,
        entry -> {
          Matcher name = NAME.matcher(entry.location().name());
          if (!name.matches()) {
            return;
          }

          long number = Long.parseLong(name.group(2));
          newest[0] = Math.max(newest[0], number);
          switch (name.group(1)) {
            case LOCK -> unsettled.add(number);
            case RELEASE -> newestReleased[0] = Math.max(newestReleased[0], number);
            case WITHDRAWN -> withdrawn.add(number);
            default -> {
              // A heartbeat says how its lock is, not whose.
            }
          }
        });
    unsettled.removeAll(withdrawn);
    unsettled.headSet(newestReleased[0], true).clear();
    return new Look(newest[0], unsettled);
  }

  /**
   * @return whether it is this holder's, also if the answer to an earlier call was lost
   */
  boolean create(long number, LockHolder holder) throws IOException {
    IOException lostAnswer = null;
    try {
      if (storage.createIfAbsent(object(LOCK, number), JSON.writeValueAsBytes(holder))) {
        return true;
      }
    } catch (IOException e) {
      lostAnswer = e;
    }

    Optional<LockHolder> present = holder(number);
    if (present.isEmpty() && lostAnswer != null) {
      throw lostAnswer;
    }
    return present.isPresent() && present.get().nonce().equals(holder.nonce());
  }

  /** Who has taken it, or empty if it is gone. */
  Optional<LockHolder> holder(long number) throws IOException {
    Optional<byte[]> present = storage.read(object(LOCK, number));
    return present.isEmpty()
        ? Optional.empty()
        : Optional.of(JSON.readValue(present.get(), LockHolder.class));
  }

  void beat(long number, String nonce, long count) throws IOException {
    storage.write(
        object(HEARTBEAT, number), JSON.writeValueAsBytes(Map.of("nonce", nonce, "beat", count)));
  }

  /** What the last heartbeat says; empty before the first. */
  String heartbeat(long number) throws IOException {
    return storage
        .read(object(HEARTBEAT, number))
        .map(beat -> new String(beat, StandardCharsets.UTF_8))
        .orElse("");
  }

  /** Says that this number and all below it are free. */
  void release(long number, String by) throws IOException {
    say(object(RELEASE, number), by);
  }

  /** Takes back a number that was never held; those below stay as they are. */
  void withdraw(long number, String by) throws IOException {
    say(object(WITHDRAWN, number), by);
  }

  private void say(Location object, String by) throws IOException {
    try {
      storage.createIfAbsent(object, JSON.writeValueAsBytes(Map.of("by", by)));
    } catch (IOException e) {
      if (storage.status(object).isEmpty()) {
        throw e;
      }
    }
  }

  /** Removes what others have not finished: whoever is at it finds that the lock is taken. */
  void discardUnfinished() throws IOException {
    storage.discardUnfinished(folder);
  }

  /** Whoever creates one of these numbers late sees a higher one. */
  void removeOld(long number) throws IOException {
    if (number % REMOVED_AT_EVERY != 0) {
      return;
    }

    List<Location> old = new ArrayList<>();
    storage.list(
        folder,
        this::isDirectlyHere,
        entry -> {
          Matcher name = NAME.matcher(entry.location().name());
          if (name.matches() && Long.parseLong(name.group(2)) <= number - KEPT) {
            old.add(entry.location());
          }
        });
    if (!old.isEmpty()) {
      storage.deleteAll(old);
    }
  }

  /** A bucket's locks are in what is the home of a table {@code locks} in it. */
  private boolean isDirectlyHere(Location location) {
    return location.parent().equals(folder);
  }

  private Location object(String what, long number) {
    return folder.child(String.format("%s-%06d.json", what, number));
  }
}
