/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import io.levada.io.storage.ChangedWhileReadingException;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Finds the files that a run would fail on, so that they can be set aside before it starts. */
public final class UnreadableInputs {

  /**
   * A file that can't be read.
   *
   * @param reason one line that names the file and what is wrong with it
   */
  public record Unreadable(InputFile file, String reason) {}

  private static final int MOST_THREADS = 4;

  private UnreadableInputs() {}

  /** The unreadable of these local files, as {@link #find(Storages, List)}. */
  public static List<Unreadable> find(List<InputFile> files) throws IOException {
    return find(Storages.withoutStaging(), files);
  }

  /**
   * Reads every file to its end, decompressing it, by a few threads of this process: as much work
   * as reading the input once.
   *
   * @return those that are truncated, damaged, certainly no text, or that the storage does not
   *     give, in the order of {@code files}
   * @throws ChangedWhileReadingException if a file is no longer the one that was listed, which is
   *     no reason to set it aside
   */
  public static List<Unreadable> find(Storages storages, List<InputFile> files) throws IOException {
    int count = Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      List<Future<Optional<Unreadable>>> checks = new ArrayList<>();
      for (InputFile file : files) {
        checks.add(threads.submit(() -> check(storages, file)));
      }
      List<Unreadable> unreadable = new ArrayList<>();
      for (Future<Optional<Unreadable>> check : checks) {
        await(check).ifPresent(unreadable::add);
      }
      return unreadable;
    } finally {
      threads.shutdownNow();
    }
  }

  private static Optional<Unreadable> check(Storages storages, InputFile file) throws IOException {
    try (BlockReader reader =
        BlockReader.open(storages, FileRange.whole(file), ReadRecords.DEFAULT_MAX_RECORD_BYTES)) {
      reader.skip(Long.MAX_VALUE);
      return Optional.empty();
    } catch (ChangedWhileReadingException e) {
      throw e;
    } catch (IOException e) {
      return Optional.of(new Unreadable(file, e.getMessage()));
    }
  }

  private static Optional<Unreadable> await(Future<Optional<Unreadable>> check) throws IOException {
    try {
      return check.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("Interrupted while the input was looked through");
    }
  }
}
