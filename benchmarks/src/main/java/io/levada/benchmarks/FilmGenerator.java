/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Writes seeded films as CSV, in files of about 64 MB, and what they add up to. One title in ten is
 * in quotes, with commas and doubled quotes in it, and none has a line end, so that readers that
 * take each line for a row read it too. One date in twenty and one rating in ten are missing.
 *
 * <p>Each row is a function of the seed and its number.
 */
@Command(
    name = "generate-films",
    mixinStandardHelpOptions = true,
    description = "Writes seeded films to OUT/input and what they add up to to OUT/sums.json.")
public final class FilmGenerator implements Callable<Integer> {

  private static final long FILE_BYTES = 64_000_000;
  private static final String HEADER =
      "id,title,released,rating,votes,revenue,in_theaters,country,collected\n";
  private static final String[] COUNTRIES = {"Brasil", "Portugal", "France", "日本", "Argentina"};
  private static final String[] WORDS = {
    "Night", "River", "Ação", "Secret", "Garden", "Winter", "Road", "Lost"
  };
  private static final long FIRST_DAY = LocalDate.of(1950, 1, 1).toEpochDay();
  private static final long NO_DAY = Long.MIN_VALUE;
  private static final long COLLECTED = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();

  /** As a schema file of Levada's has them. */
  private static final String COLUMNS =
      """
      {"fields": [
        {"name": "id", "type": "long"},
        {"name": "title", "type": "string"},
        {"name": "released", "type": "date"},
        {"name": "rating", "type": "double"},
        {"name": "votes", "type": "long"},
        {"name": "revenue", "type": "double"},
        {"name": "in_theaters", "type": "boolean"},
        {"name": "country", "type": "string"},
        {"name": "collected", "type": "timestamp"}
      ]}
      """;

  @Option(names = "--records", required = true)
  private long records;

  @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "where to")
  private Path out;

  @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
  private long seed;

  private FilmGenerator() {}

  /** Runs the command line; {@code --help} describes it. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new FilmGenerator()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    FilmSums sums = generate(records, seed, out);
    System.out.printf("%,d records, %,d bytes%n", sums.rows(), sums.bytes());
    return 0;
  }

  /** The files inside the folder that was given. */
  public static Path input(Path folder) {
    return folder.resolve("input");
  }

  /** The schema file inside the folder that was given. */
  public static Path schema(Path folder) {
    return folder.resolve("schema.json");
  }

  /** The file of the sums inside the folder that was given. */
  public static Path sums(Path folder) {
    return folder.resolve("sums.json");
  }

  /** Writes {@code input/}, {@code schema.json}, and then {@code sums.json}, into the folder. */
  public static FilmSums generate(long records, long seed, Path folder) throws IOException {
    Files.createDirectories(input(folder));
    Files.writeString(schema(folder), COLUMNS);
    FilmSums.Counter sums = new FilmSums.Counter();
    SplitMix random = new SplitMix();
    StringBuilder line = new StringBuilder();
    long row = 0;
    for (int file = 0; row < records || file == 0; file++) {
      Path path = input(folder).resolve("films-%03d.csv".formatted(file));
      try (BufferedWriter writer = Files.newBufferedWriter(path)) {
        writer.write(HEADER);
        long chars = 0;
        for (; row < records && chars < FILE_BYTES; row++) {
          line.setLength(0);
          write(row, random.restart(seed, row), line, sums);
          writer.append(line);
          chars += line.length();
        }
      }
      sums.addBytes(Files.size(path));
    }
    FilmSums total = sums.sums();
    total.write(sums(folder));
    return total;
  }

  private static void write(long id, SplitMix random, StringBuilder line, FilmSums.Counter sums) {
    String title = WORDS[random.next(8)] + ' ' + WORDS[random.next(8)] + ' ' + random.next(100_000);
    boolean quoted = random.next(10) == 0;
    if (quoted) {
      title = "The \"" + title + "\", again";
    }
    long day = random.next(20) == 0 ? NO_DAY : FIRST_DAY + random.next(27_000);
    int tenths = random.next(10) == 0 ? -1 : random.next(101);
    int votes = random.next(2_000_000);
    long cents = random.next(1_000_000_000);
    boolean inTheaters = random.next(3) == 0;
    long collected = COLLECTED + random.next(1_000_000_000);

    line.append(id).append(',');
    line.append(quoted ? '"' + title.replace("\"", "\"\"") + '"' : title).append(',');
    if (day != NO_DAY) {
      line.append(LocalDate.ofEpochDay(day));
    }
    line.append(',');
    if (tenths >= 0) {
      line.append(tenths / 10).append('.').append(tenths % 10);
    }
    line.append(',').append(votes).append(',');
    line.append(cents / 100).append('.').append(cents / 10 % 10).append(cents % 10).append(',');
    line.append(inTheaters).append(',').append(COUNTRIES[random.next(COUNTRIES.length)]);
    line.append(',').append(Instant.ofEpochMilli(collected)).append('\n');
    sums.add(id, title, day, tenths, votes, cents, inTheaters, collected);
  }
}
