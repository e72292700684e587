/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The objects that make up one thing's locks: {@code lock-000017.json} says who has taken it,
 * {@code heartbeat-000017.json} that the holder lives, {@code release-000017.json} that it is free.
 * The highest number counts.
 */
final class LockFolder {

  /**
   * @param number of the highest lock, 0 if there was none
   */
  record Newest(long number, boolean released) {}

  private static final Pattern NAME =
      Pattern.compile("(lock|heartbeat|release)-(\\d{6,18})\\.json");

  /** How many earlier locks stay, for people. */
  private static final int KEPT = 16;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private final Storage storage;
  private final Location folder;

  LockFolder(Storage storage, Location folder) {
    this.storage = storage;
    this.folder = folder;
  }

  Newest newest() throws IOException {
    long[] newest = new long[1];
    Set<Long> released = new HashSet<>();
    storage.list(
        folder,
        entry -> {
          Matcher name = NAME.matcher(entry.location().name());
          if (name.matches() && name.group(1).equals("lock")) {
            newest[0] = Math.max(newest[0], Long.parseLong(name.group(2)));
          } else if (name.matches() && name.group(1).equals("release")) {
            released.add(Long.parseLong(name.group(2)));
          }
        });
    return new Newest(newest[0], released.contains(newest[0]));
  }

  /**
   * @return whether it is this holder's, also if the answer to an earlier call was lost
   */
  boolean create(long number, LockHolder holder) throws IOException {
    IOException lostAnswer = null;
    try {
      if (storage.createIfAbsent(object("lock", number), JSON.writeValueAsBytes(holder))) {
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
    Optional<byte[]> present = storage.read(object("lock", number));
    return present.isEmpty()
        ? Optional.empty()
        : Optional.of(JSON.readValue(present.get(), LockHolder.class));
  }

  void beat(long number, String nonce, long count) throws IOException {
    storage.write(
        object("heartbeat", number), JSON.writeValueAsBytes(Map.of("nonce", nonce, "beat", count)));
  }

  /** What the last heartbeat says; empty before the first. */
  String heartbeat(long number) throws IOException {
    return storage.read(object("heartbeat", number)).map(String::new).orElse("");
  }

  void release(long number, String by) throws IOException {
    byte[] released = JSON.writeValueAsBytes(Map.of("by", by));
    Location object = object("release", number);
    try {
      storage.createIfAbsent(object, released);
    } catch (IOException e) {
      if (storage.status(object).isEmpty()) {
        throw e;
      }
    }
  }

  /** Takes back a lock that was created and never held. */
  void withdraw(long number) throws IOException {
    storage.delete(object("lock", number));
  }

  /** Whoever creates one of these numbers late sees a higher one. */
  void removeOld(long number) throws IOException {
    List<Location> old = new ArrayList<>();
    storage.list(
        folder,
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

  private Location object(String what, long number) {
    return folder.child(String.format("%s-%06d.json", what, number));
  }
}
