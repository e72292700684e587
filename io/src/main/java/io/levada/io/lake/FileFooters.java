/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Entry;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.parquet.schema.MessageType;

/** Reads the footers of many files at once. */
final class FileFooters {

  /** More than there are cores, as it is the storage that takes the time. */
  private static final int THREADS = 16;

  private FileFooters() {}

  /**
   * The footers, in the order of the files. Equal schemas are the same object.
   *
   * @throws IOException of the first file whose footer can't be read
   */
  static List<FileFooter> read(Storages storages, List<Entry> files, Predicate<String> wanted)
      throws IOException {
    ExecutorService threads =
        Executors.newFixedThreadPool(Math.max(1, Math.min(THREADS, files.size())));
    try {
      // Shared as soon as they are read, so that a hundred thousand equal ones are never held.
      Map<MessageType, MessageType> schemas = new ConcurrentHashMap<>();
      List<Future<FileFooter>> reading = new ArrayList<>();
      for (Entry file : files) {
        reading.add(threads.submit(() -> FileFooter.read(storages, file, wanted).sharing(schemas)));
      }

      List<FileFooter> footers = new ArrayList<>();
      for (Future<FileFooter> one : reading) {
        footers.add(await(one));
      }
      return footers;
    } finally {
      threads.shutdownNow();
    }
  }

  private static FileFooter await(Future<FileFooter> footer) throws IOException {
    try {
      return footer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("Listing was interrupted").initCause(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
