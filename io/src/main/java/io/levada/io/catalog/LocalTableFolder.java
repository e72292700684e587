/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The states of a table of a local catalog: files with numbers, of which the one with the highest
 * counts. The next is created only if it is absent, so of those who change a table at the same time
 * one gets the number, and the others look again at what it has made.
 *
 * <p>Files with lower numbers are removed, but for the last few. Whoever slept until the number
 * that he wanted was taken and removed again can create its file, and finds out: a state is in
 * force only if the newest is it, or names it as one before it.
 */
final class LocalTableFolder {

  private static final Pattern STATE = Pattern.compile("state-([0-9]{6,18})\\.json");
  private static final int KEPT = 5;
  private static final int MAX_TRIES = 300;
  private static final int MAX_PAUSE_MILLIS = 50;

  private final Storage storage;
  private final Location folder;

  /** Files never change, so the one read last need not be read again. */
  private volatile @Nullable Stored last;

  private record Stored(Entry file, LocalTableState state) {}

  LocalTableFolder(Storage storage, Location folder) {
    this.storage = storage;
    this.folder = folder;
  }

  /** Makes of a state another, by {@link LocalTableState#next}; or returns the same. */
  interface Change {
    LocalTableState of(LocalTableState present) throws IOException;
  }

  static boolean isState(Location file) {
    return STATE.matcher(file.name()).matches();
  }

  LocalTableState state() throws IOException {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      Optional<LocalTableState> newest = read(files());
      if (newest.isPresent()) {
        return newest.get();
      }
    }
    throw busy("read");
  }

  /**
   * Changes the state in one step.
   *
   * @return the one that the change has made, or has left as it was
   */
  LocalTableState change(Change change) throws IOException {
    for (int tries = 0; tries < MAX_TRIES; tries++) {
      pause(tries);
      NavigableMap<Long, Entry> files = files();
      Optional<LocalTableState> present = read(files);
      if (present.isEmpty()) {
        continue;
      }

      LocalTableState wanted = change.of(present.get());
      long number = files.isEmpty() ? 1 : files.lastKey() + 1;
      if (wanted.id().equals(present.get().id())) {
        return wanted;
      }
      if (comesIntoForce(wanted, number)) {
        removeOld(files, number);
        return wanted;
      }
    }
    throw busy("change");
  }

  private boolean comesIntoForce(LocalTableState wanted, long number) throws IOException {
    Location file = folder.child(String.format("state-%06d.json", number));
    try {
      if (storage.createIfAbsent(file, LocalTableFile.write(wanted))) {
        NavigableMap<Long, Entry> files = files();
        if (files.lastKey() == number) {
          last = new Stored(files.get(number), wanted);
          return true;
        }
      }
    } catch (IOException e) {
      // An answer can be lost: what is there tells.
      if (storage.read(file).isEmpty()) {
        throw e;
      }
    }
    return state().isOrFollows(wanted);
  }

  private void removeOld(NavigableMap<Long, Entry> files, long newest) {
    List<Location> old = new ArrayList<>();
    for (Entry file : files.headMap(newest - KEPT, true).values()) {
      old.add(file.location());
    }
    try {
      storage.deleteAll(old);
    } catch (IOException e) {
      // The change is made all the same; they do no harm, and the next one removes them.
    }
  }

  /** The state of the newest file; empty if it was removed, as then there are newer ones. */
  private Optional<LocalTableState> read(NavigableMap<Long, Entry> files) throws IOException {
    if (files.isEmpty()) {
      return Optional.of(LocalTableState.NONE);
    }

    Entry file = files.lastEntry().getValue();
    Stored known = last;
    if (known != null && known.file().equals(file)) {
      return Optional.of(known.state());
    }
    Optional<byte[]> content = storage.read(file.location());
    if (content.isEmpty()) {
      return Optional.empty();
    }
    LocalTableState state = parse(file.location(), content.get());
    last = new Stored(file, state);
    return Optional.of(state);
  }

  private static LocalTableState parse(Location file, byte[] content) throws IOException {
    try {
      return LocalTableFile.read(content);
    } catch (IOException e) {
      throw new IOException(
          "Cannot read "
              + file
              + ": it is no state of a table that this version of Levada knows (restore the file;"
              + " or remove it, and the one before it counts)",
          e);
    }
  }

  private NavigableMap<Long, Entry> files() throws IOException {
    NavigableMap<Long, Entry> files = new TreeMap<>();
    storage.list(
        folder,
        file -> file.parent().equals(folder) && isState(file),
        file -> files.put(number(file.location()), file));
    return files;
  }

  private static long number(Location file) {
    Matcher name = STATE.matcher(file.name());
    if (!name.matches()) {
      throw new IllegalArgumentException("Not a state: " + file);
    }
    return Long.parseLong(name.group(1));
  }

  private void pause(int tries) throws IOException {
    if (tries == 0) {
      return;
    }
    try {
      Thread.sleep(ThreadLocalRandom.current().nextInt(MAX_PAUSE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted: change " + folder);
    }
  }

  private IOException busy(String doing) {
    return new IOException(
        "Cannot "
            + doing
            + " the table in "
            + folder
            + ": others change it all the time (try again when they are done)");
  }
}
