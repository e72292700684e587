/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Makes newline-delimited JSON events of any number, and says exactly what a right run over them
 * comes to.
 *
 * <p>About 311 bytes a line: {@code event_id} (a UUID), {@code timestamp} ({@code
 * yyyy-MM-ddTHH:mm:ssZ}), {@code domain}, {@code event_type} and a nested {@code data}. Of the
 * duplicates three in four repeat the whole event, the others have different {@code data}. Equal
 * settings give equal bytes, whatever the number of threads. Memory does not grow with the records.
 */
public final class EventGenerator {

  private static final int BUFFER_BYTES = 1 << 20;

  private EventGenerator() {}

  /** Runs the command line; {@code --help} describes it. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new GenerateCommand()).execute(arguments));
  }

  /** The folder of the events inside the folder that was given. */
  public static Path input(Path folder) {
    return folder.resolve("input");
  }

  /** The file of the counts inside the folder that was given. */
  public static Path expected(Path folder) {
    return folder.resolve("expected.json");
  }

  /** As {@link #generate(EventSettings, Path, int)} with a thread for each processor. */
  public static ExpectedCounts generate(EventSettings settings, Path folder) throws IOException {
    return generate(settings, folder, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Writes {@code input/events-00000.json} and so on, and then {@code expected.json}, into the
   * folder, which is made where it is missing.
   *
   * @return what stands in {@code expected.json}
   * @throws DirectoryNotEmptyException if {@code input} has files already: nothing is written
   * @throws IOException if a file cannot be written; those that were written are left
   */
  public static ExpectedCounts generate(EventSettings settings, Path folder, int threads)
      throws IOException {
    Path input = Files.createDirectories(input(folder));
    try (Stream<Path> files = Files.list(input)) {
      if (files.findAny().isPresent()) {
        throw new DirectoryNotEmptyException(input.toString());
      }
    }

    List<LineCounts> counts = writeAll(settings, input, threads);
    ExpectedCounts expected = ExpectedCounts.none();
    for (int file = 0; file < counts.size(); file++) {
      expected = counts.get(file).addTo(expected, name(file));
    }
    expected.write(expected(folder));
    return expected;
  }

  private static List<LineCounts> writeAll(EventSettings settings, Path input, int threads)
      throws IOException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      List<Future<LineCounts>> futures =
          IntStream.range(0, settings.files())
              .mapToObj(file -> executor.submit(() -> writeFile(settings, input, file)))
              .toList();
      List<LineCounts> counts = new ArrayList<>();
      for (Future<LineCounts> future : futures) {
        counts.add(future.get());
      }
      return counts;
    } catch (ExecutionException e) {
      throw new IOException("Failed to write events: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Failed to write events: interrupted", e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static LineCounts writeFile(EventSettings settings, Path input, int file) {
    EventLines lines = new EventLines(settings);
    LineCounts counts = new LineCounts(settings.days());
    Line line = new Line();
    long end = settings.firstRecord(file + 1);
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(input.resolve(name(file))), BUFFER_BYTES)) {
      for (long number = settings.firstRecord(file); number < end; number++) {
        lines.write(number, line, counts);
        line.writeTo(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return counts;
  }

  private static String name(int file) {
    return String.format(Locale.ROOT, "events-%05d.json", file);
  }
}
