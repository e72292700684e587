/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.io.lake.TableFile;
import io.levada.io.storage.Entry;
import io.levada.io.storage.InParallel;
import io.levada.io.storage.Location;
import io.levada.io.storage.OpenFile;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Sizes;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Files of tables on S3 in a temporary folder, where DuckDB can read them, for as long as a query
 * takes. The folder goes with the query, also if the process is asked to stop meanwhile.
 */
final class FetchedFiles implements AutoCloseable {

  private static final int THREADS = 8;
  private static final int BLOCK_BYTES = 1 << 20;

  private final Storages storages;
  private final Console console;
  private final long maxBytes;
  private final AtomicLong bytes = new AtomicLong();
  private long bytesAskedFor;
  private int folders;
  private @Nullable Path folder;
  private Console.@Nullable Undo interruption;
  private boolean removed;

  /**
   * @param maxBytes how much is fetched at most, of all tables together
   */
  FetchedFiles(Storages storages, Console console, long maxBytes) {
    this.storages = storages;
    this.console = console;
    this.maxBytes = maxBytes;
  }

  /**
   * Fetches files, and says so.
   *
   * @return where they are now, in their order
   * @throws TooMuchToFetchException if they would be more than allowed; nothing is fetched then
   * @throws io.levada.io.storage.ChangedWhileReadingException if one is not as it was listed
   */
  List<Path> fetch(List<TableFile> files, Location table) throws IOException {
    List<Entry> entries = files.stream().map(TableFile::entry).toList();
    long asked = entries.stream().mapToLong(Entry::size).sum();
    String size = Sizes.counted(entries.size(), "file") + ", " + Sizes.ofBytes(asked);
    if (bytesAskedFor + asked > maxBytes) {
      throw new TooMuchToFetchException(size);
    }

    bytesAskedFor += asked;
    Path target = newFolder();
    AtomicLong fetched = new AtomicLong();
    List<Integer> numbers = new ArrayList<>();
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      numbers.add(i);
      paths.add(target.resolve(i + ".parquet"));
    }
    try {
      InParallel.forEach(numbers, THREADS, i -> fetch(entries.get(i), paths.get(i), fetched));
    } catch (IOException | RuntimeException e) {
      giveUp(target, asked, fetched.get());
      throw e;
    }
    console.say("Fetched " + size + ", of " + table);
    return paths;
  }

  /** Whoever fetches them again, as they are then, may fetch as much as if this had not been. */
  private void giveUp(Path target, long asked, long fetched) throws IOException {
    bytesAskedFor -= asked;
    bytes.addAndGet(-fetched);
    removeAll(target);
  }

  private void fetch(Entry entry, Path target, AtomicLong fetched) throws IOException {
    Storage storage = storages.of(entry.location());
    byte[] block = new byte[(int) Math.min(BLOCK_BYTES, Math.max(entry.size(), 1))];
    try (OpenFile file = storage.open(entry);
        OutputStream out = create(target)) {
      long position = 0;
      while (position < entry.size()) {
        int read = file.read(position, block, 0, block.length);
        if (read == 0) {
          throw new IOException(
              "Cannot read " + entry.location() + ": it ends at byte " + position);
        }
        out.write(block, 0, read);
        position += read;
        fetched.addAndGet(read);
        console.progress("Fetching", bytes.addAndGet(read), bytesAskedFor);
      }
      file.checkUnchanged();
    }
  }

  /** Not while the folder is removed, which would leave the file behind. */
  private synchronized OutputStream create(Path target) throws IOException {
    if (removed) {
      throw new RunFailedException(ExitCode.INTERRUPTED, "Interrupted");
    }
    return Files.newOutputStream(target);
  }

  private Path newFolder() throws IOException {
    if (folder == null) {
      folder =
          Files.createTempDirectory(Path.of(System.getProperty("java.io.tmpdir")), "levada-query-");
      interruption = console.onInterrupt(this::remove);
    }
    return Files.createDirectory(folder.resolve(String.valueOf(folders++)));
  }

  private synchronized void remove() {
    removed = true;
    if (folder == null) {
      return;
    }
    try {
      removeAll(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot remove " + folder + ": " + e.getMessage(), e);
    }
  }

  private static void removeAll(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.deleteIfExists(path);
      }
    }
  }

  /** Removes what was fetched. */
  @Override
  public void close() {
    if (interruption != null) {
      interruption.close();
    }
    remove();
  }
}
