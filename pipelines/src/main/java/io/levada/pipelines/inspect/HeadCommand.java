/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import io.levada.io.files.InputFile;
import io.levada.io.files.InputFiles;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.CatalogArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.TableInput;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code levada head}: the first rows of files of any format that is read here, and their columns.
 */
public final class HeadCommand implements LevadaCommand {

  private static final String USAGE =
      "levada head <files, folders or catalog:db.table> [--rows=10] [--columns=a,b]"
          + " [--where=<partitions>] "
          + CatalogArguments.USAGE
          + " "
          + AwsArguments.USAGE;

  @Command
  private static final class Words {
    @Parameters(arity = "1..*")
    private List<String> inputs;

    @Option(names = "--rows", defaultValue = "10")
    private int rows;

    @Option(names = "--columns", split = ",")
    private List<String> columns;

    @Option(names = "--where")
    private String where;

    @Mixin private CatalogArguments catalog = new CatalogArguments();

    @Mixin private AwsArguments aws = new AwsArguments();
  }

  @Override
  public String name() {
    return "head";
  }

  @Override
  public String description() {
    return "Show the first rows of files or a table, and the columns: levada head <files or folder>";
  }

  @Override
  public String help() {
    return LevadaCommand.super.help() + "\nUsage\n  " + USAGE + "\n";
  }

  @Override
  public int run(List<String> args, Session session) {
    Words words = Arguments.read(new Words(), USAGE, args);
    if (words.rows < 1) {
      throw new UsageException("Invalid --rows: " + words.rows + " (expected 1 or more)");
    }

    for (String input : words.inputs) {
      if (words.inputs.size() > 1) {
        session.out().println("==> " + PrintableText.of(input) + " <==");
      }
      session.out().println(head(input, words));
    }
    session.out().flush();
    return ExitCode.DONE.code();
  }

  private static String head(String input, Words words) {
    Storages storages = words.aws.storages();
    TableInput table = TableInput.parse("input", input, words.catalog.reference());
    try {
      return table.isTable(storages)
          ? TableHead.of(storages, table, Inspected.scan(words.where, words.columns), words.rows)
          : recordHead(storages, input, words);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private static String recordHead(Storages storages, String input, Words words)
      throws IOException {
    if (words.where != null) {
      throw new UsageException(
          "Invalid --where: " + input + " is no table (records have no partitions)");
    }

    List<InputFile> files = InputFiles.list(storages, input);
    if (files.isEmpty()) {
      throw new IOException(
          "Cannot show " + input + ": there is no file (names that begin with _ or . are skipped)");
    }
    return RecordHead.of(storages, files, words.columns, words.rows);
  }
}
