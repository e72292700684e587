/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import io.levada.io.lake.LakeTable;
import io.levada.io.lake.TableFile;
import io.levada.io.lake.TableScan;
import io.levada.io.storage.Storages;
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
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.TableInput;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code levada count}: the rows of each partition of a table, as the files' footers tell. */
public final class CountCommand implements LevadaCommand {

  private static final String USAGE =
      "levada count <folder of a table, or catalog:db.table> [--where=\"year = '2024'\"] "
          + CatalogArguments.USAGE
          + " "
          + AwsArguments.USAGE;
  private static final int MAX_WIDTH = 200;

  @Command
  private static final class Words {
    @Parameters(arity = "1", index = "0")
    private String table;

    @Option(names = "--where")
    private String where;

    @Mixin private CatalogArguments catalog = new CatalogArguments();

    @Mixin private AwsArguments aws = new AwsArguments();
  }

  @Override
  public String name() {
    return "count";
  }

  @Override
  public String description() {
    return "Count a table's rows by partition, from the footers of its files alone.";
  }

  @Override
  public String help() {
    return LevadaCommand.super.help() + "\nUsage\n  " + USAGE + "\n";
  }

  @Override
  public int run(List<String> args, Session session) {
    Words words = Arguments.read(new Words(), USAGE, args);
    TableInput input = TableInput.parse("input", words.table, words.catalog.reference());
    TableScan scan = Inspected.scan(words.where, null).withoutColumns();
    try {
      session.out().print(table(words.aws.storages(), input, scan));
      session.out().flush();
      return ExitCode.DONE.code();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private static TextTable table(Storages storages, TableInput input, TableScan scan)
      throws IOException {
    LakeTable table = input.list(storages, scan, UnaryOperator.identity());
    if (table.files().isEmpty()) {
      throw new IOException(
          "Cannot count "
              + input
              + (scan.filter() == null
                  ? ": there is no Parquet file (give the folder of a table, or one of a catalog)"
                  : ": no partition is one that --where asks for"));
    }

    TextTable counts = new TextTable(MAX_WIDTH);
    counts.addColumn("partition", Align.LEFT);
    counts.addColumn("files", Align.RIGHT);
    counts.addColumn("rows", Align.RIGHT);
    Map<String, List<TableFile>> partitions = table.filesByPartition();
    partitions.forEach((partition, files) -> add(counts, PrintableText.of(partition), files));
    if (partitions.size() > 1) {
      add(counts, "total", table.files());
    }
    return counts;
  }

  private static void add(TextTable counts, String name, List<TableFile> files) {
    long rows = files.stream().mapToLong(TableFile::rows).sum();
    counts.addRow(
        List.of(
            name.isEmpty() ? "(none)" : name, Sizes.grouped(files.size()), Sizes.grouped(rows)));
  }
}
