/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Takes many answers of TMDB, several at once, and those that are kept already without asking. If
 * one can't be had, those that are kept stay, and the next try asks for the others.
 */
public final class Fetch {

  private final TmdbClient client;
  private final Answers answers;

  public Fetch(TmdbClient client, Answers answers) {
    this.client = client;
    this.answers = answers;
  }

  /** Shown each answer once, in no order, by the thread that fetches. */
  @FunctionalInterface
  public interface Visitor {
    /**
     * Looks at an answer.
     *
     * @return whether it is to be kept; if not, the next try asks for it again
     * @throws IOException to end it all; the answer is not kept
     */
    boolean visit(String path, Optional<ObjectNode> answer) throws IOException;
  }

  /**
   * Takes them.
   *
   * @throws TmdbException if TMDB refuses or fails for good
   * @throws IOException if an answer can't be kept
   */
  public void all(List<String> paths, Visitor visitor) throws IOException {
    Map<String, Optional<ObjectNode>> kept = answers.kept();
    List<String> missing = new ArrayList<>();
    for (String path : new LinkedHashSet<>(paths)) {
      if (kept.containsKey(path)) {
        visitor.visit(path, kept.get(path));
      } else {
        missing.add(path);
      }
    }
    fetch(missing, visitor);
  }

  private record Taken(String path, Optional<ObjectNode> answer) {}

  private void fetch(List<String> paths, Visitor visitor) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(client.settings().concurrency());
    CompletionService<Taken> taken = new ExecutorCompletionService<>(threads);
    try {
      paths.forEach(path -> taken.submit(() -> new Taken(path, client.get(path))));
      for (int i = 0; i < paths.size(); i++) {
        Taken next = taken.take().get();
        if (visitor.visit(next.path(), next.answer())) {
          keep(next);
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while TMDB was asked", e);
    } finally {
      threads.shutdownNow();
      awaitEnd(threads);
      answers.flush();
    }
  }

  /** Who keeps may be slower than TMDB is: a disk that others write to, or a network. */
  private void keep(Taken taken) throws IOException {
    long start = System.nanoTime();
    answers.add(taken.path(), taken.answer());
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    client
        .waits()
        .tell(
            time,
            () -> "It took " + time.toSeconds() + " s to keep answers in " + answers.folder());
  }

  /** So that nobody asks any more when the caller begins anew. */
  private static void awaitEnd(ExecutorService threads) {
    try {
      threads.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
