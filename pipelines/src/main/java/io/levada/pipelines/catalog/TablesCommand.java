/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.CatalogTable;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.CatalogArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.TextTable;
import io.levada.pipelines.TextTable.Align;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code levada tables}: what is in a catalog. */
public final class TablesCommand implements LevadaCommand {

  private static final String USAGE =
      "levada tables [<database>] " + CatalogArguments.USAGE + " " + AwsArguments.USAGE;
  private static final int MAX_WIDTH = 200;

  @Command
  private static final class Words {
    @Parameters(arity = "0..1", index = "0")
    private @Nullable String database;

    @Mixin private CatalogArguments catalog = new CatalogArguments();
    @Mixin private AwsArguments aws = new AwsArguments();
  }

  @Override
  public String name() {
    return "tables";
  }

  @Override
  public String description() {
    return "List the tables of a catalog, or of one database of it: levada tables <database>";
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
      List<CatalogTable> tables = tables(catalog, words.catalog.reference(), words.database);
      session
          .out()
          .print(
              tables.isEmpty()
                  ? "There is no table in "
                      + words.catalog.reference()
                      + " (levada crawl registers those of a folder)\n"
                  : text(tables));
      session.out().flush();
      return ExitCode.DONE.code();
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private static List<CatalogTable> tables(
      Catalog catalog, CatalogReference reference, @Nullable String database) throws IOException {
    if (database != null) {
      return CatalogTables.of(catalog, reference, database);
    }

    List<CatalogTable> all = new ArrayList<>();
    for (String each : catalog.databases()) {
      all.addAll(catalog.tables(each));
    }
    return all;
  }

  private static TextTable text(List<CatalogTable> tables) {
    TextTable text = new TextTable(MAX_WIDTH);
    text.addColumn("table", Align.LEFT);
    text.addColumn("columns", Align.RIGHT);
    text.addColumn("partitioned by", Align.LEFT);
    text.addColumn("location", Align.LEFT);
    for (CatalogTable table : tables) {
      List<String> keys = table.partitionKeys().stream().map(CatalogColumn::name).toList();
      text.addRow(
          List.of(
              PrintableText.of(table.name().toString()),
              Sizes.grouped(table.columns().size()),
              PrintableText.of(String.join(", ", keys)),
              PrintableText.of(table.location().toString())));
    }
    return text;
  }
}
