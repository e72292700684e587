/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogTable;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.CatalogArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code levada describe}: all that a catalog knows of a table. */
public final class DescribeCommand implements LevadaCommand {

  private static final String USAGE =
      "levada describe <database.table> [--json] "
          + CatalogArguments.USAGE
          + " "
          + AwsArguments.USAGE;

  /** How many partitions are shown one by one. */
  private static final int SHOWN = 5;

  @Command
  private static final class Words {
    @Parameters(arity = "1", index = "0")
    private String table;

    @Option(names = "--json")
    private boolean json;

    @Mixin private CatalogArguments catalog = new CatalogArguments();
    @Mixin private AwsArguments aws = new AwsArguments();
  }

  @Override
  public String name() {
    return "describe";
  }

  @Override
  public String description() {
    return "Show a table's columns, parameters and partitions: levada describe <database.table>";
  }

  @Override
  public String help() {
    return LevadaCommand.super.help() + "\nUsage\n  " + USAGE + "\n";
  }

  @Override
  public int run(List<String> args, Session session) {
    Words words = Arguments.read(new Words(), USAGE, args);
    Catalog catalog = words.catalog.open(words.aws.settings());
    try {
      CatalogTable table =
          CatalogTables.find(
              catalog, words.catalog.reference(), CatalogArguments.name(words.table));
      DescribedTable described = DescribedTable.of(catalog, table, SHOWN);
      session
          .out()
          .print(words.json ? DescriptionJson.of(described) : DescriptionText.of(described));
      session.out().flush();
      return ExitCode.DONE.code();
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }
}
