/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "generate",
    mixinStandardHelpOptions = true,
    description = "Writes seeded events to OUT/input and their exact counts to OUT/expected.json.")
final class GenerateCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--records", required = true, description = "lines, malformed ones included")
  private long records;

  @Option(names = "--out", required = true, paramLabel = "FOLDER", description = "where to")
  private Path out;

  @Option(names = "--seed", defaultValue = "1", description = "default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(names = "--files", description = "default: files of about 64 MB")
  private Integer files;

  @Option(names = "--days", defaultValue = "30", description = "default: ${DEFAULT-VALUE}")
  private int days;

  @Option(
      names = "--duplicatePercent",
      defaultValue = "10",
      description = "of the well-formed lines; default: ${DEFAULT-VALUE}")
  private int duplicatePercent;

  @Option(
      names = "--malformedEvery",
      defaultValue = "1000",
      description = "one line in so many, 0 for none; default: ${DEFAULT-VALUE}")
  private int malformedEvery;

  @Override
  public Integer call() throws IOException {
    try {
      ExpectedCounts expected = EventGenerator.generate(settings(), out);
      System.out.printf(
          "%,d records, %,d bytes in %d files: %,d rows in %d partitions, %,d duplicates,"
              + " %,d malformed%n",
          expected.records(),
          expected.bytes(),
          expected.recordsPerFile().size(),
          expected.rows(),
          expected.partitions(),
          expected.duplicates(),
          expected.rejected());
      return 0;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (DirectoryNotEmptyException e) {
      throw new ParameterException(
          spec.commandLine(),
          "Cannot generate into " + e.getFile() + " (it has files: remove them)",
          e);
    }
  }

  private EventSettings settings() {
    EventSettings settings =
        EventSettings.of(records, seed)
            .withDays(days)
            .withDuplicatePercent(duplicatePercent)
            .withMalformedEvery(malformedEvery);
    return files == null ? settings : settings.withFiles(files);
  }
}
