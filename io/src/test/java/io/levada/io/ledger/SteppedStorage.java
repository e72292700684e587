/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.levada.io.storage.Entry;
import io.levada.io.storage.EntryVisitor;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Files in memory as one process sees them: each call is a step of its own. An answer can be lost,
 * and a request can come late, or twice; a listing can be taken in two parts, as that of a folder
 * is.
 */
final class SteppedStorage extends StorageBehind {

  /** What all processes share. */
  static final class Files {
    private final TreeMap<Location, byte[]> content = new TreeMap<>();
    private final List<Runnable> underWay = new ArrayList<>();

    /** Something that was sent long ago arrives. */
    void deliver(int which) {
      if (!underWay.isEmpty()) {
        underWay.remove(which % underWay.size()).run();
      }
    }

    /** The locks of a process that was killed say that it is gone. */
    void tellGone(String run) {
      content.replaceAll(
          (location, bytes) -> {
            String text = new String(bytes, UTF_8);
            return text.contains("\"run\" : \"" + run + "\"")
                ? text.replaceFirst("\"started\" : \"\\d+\"", "\"started\" : \"1\"").getBytes(UTF_8)
                : bytes;
          });
    }

    List<String> names() {
      return content.keySet().stream().map(Location::name).toList();
    }
  }

  private final Files files;
  private final SteppedProcess process;
  private final Choices faults;

  /**
   * @param faults chooses of a hundred what goes wrong with a call; nothing from 12 on
   */
  SteppedStorage(Files files, SteppedProcess process, Choices faults) {
    super(null);
    this.files = files;
    this.process = process;
    this.faults = faults;
  }

  @Override
  public void list(Location folder, Predicate<Location> wanted, EntryVisitor visitor)
      throws IOException {
    process.pause();
    int order = faults.of(100);
    boolean inParts = order < 12;
    List<Location> first = new ArrayList<>();
    for (Location file : files.content.keySet()) {
      if (!inParts || isInFirstPart(file, order)) {
        first.add(file);
      }
    }
    visit(first, visitor);
    if (inParts) {
      process.pause();
      List<Location> second = new ArrayList<>(files.content.keySet());
      second.removeIf(file -> isInFirstPart(file, order));
      visit(second, visitor);
    }
  }

  private static boolean isInFirstPart(Location file, int order) {
    boolean lock = file.name().startsWith("lock");
    boolean odd = file.name().charAt(file.name().length() - 6) % 2 == 1;
    return order < 4 ? lock : order < 8 ? !lock : odd;
  }

  private static void visit(List<Location> found, EntryVisitor visitor) throws IOException {
    for (Location file : found) {
      visitor.visit(new Entry(file, 1, "1", Instant.EPOCH));
    }
  }

  @Override
  public Optional<Entry> status(Location location) {
    process.pause();
    return files.content.containsKey(location)
        ? Optional.of(new Entry(location, 1, "1", Instant.EPOCH))
        : Optional.empty();
  }

  @Override
  public Optional<byte[]> read(Location location) {
    process.pause();
    return Optional.ofNullable(files.content.get(location));
  }

  @Override
  public boolean createIfAbsent(Location location, byte[] content) throws IOException {
    process.pause();
    int fault = faults.of(100);
    if (fault < 4) {
      files.underWay.add(() -> files.content.putIfAbsent(location, content));
    }
    boolean created =
        (fault < 2 || fault >= 4) && files.content.putIfAbsent(location, content) == null;
    failIf(fault >= 2 && fault < 6);
    return created;
  }

  @Override
  public void write(Location location, byte[] content) throws IOException {
    process.pause();
    int fault = faults.of(100);
    if (fault < 4) {
      files.underWay.add(() -> files.content.put(location, content));
    } else {
      files.content.put(location, content);
    }
    failIf(fault < 8);
  }

  @Override
  public void delete(Location location) throws IOException {
    process.pause();
    int fault = faults.of(100);
    if (fault < 4) {
      files.underWay.add(() -> files.content.remove(location));
    }
    files.content.remove(location);
    failIf(fault < 2);
  }

  @Override
  public void deleteAll(Collection<Location> locations) throws IOException {
    for (Location location : locations) {
      delete(location);
    }
  }

  @Override
  public void discardUnfinished(Location folder) {
    // Nothing is written in parts.
  }

  private static void failIf(boolean fails) throws IOException {
    if (fails) {
      throw new IOException("No answer");
    }
  }
}
