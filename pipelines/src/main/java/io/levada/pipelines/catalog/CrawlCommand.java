/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import io.levada.io.catalog.CatalogUpdate;
import io.levada.io.catalog.HiveTypes;
import io.levada.io.catalog.TableName;
import io.levada.io.ledger.LockedException;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.CatalogArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import io.levada.rows.ColumnNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code levada crawl}: registers what is in a folder as a table of a catalog, or as tables. */
public final class CrawlCommand implements LevadaCommand {

  private static final String USAGE =
      "levada crawl <folder> --database=DB [--table=T | --each] [--catalogUpdate=evolve]"
          + " [--partitionTypes=ano:int] [--dropGone] [--dryRun] "
          + CatalogArguments.USAGE
          + " "
          + AwsArguments.USAGE;

  private static final String HELP =
      """
      levada crawl: Register the Parquet files of a folder as a table of a catalog.

      Usage
        %s

      The columns are those of all files, by their footers; files whose columns do not go together
      are named. Folders such as ano=2024 are partitions. What is new against the catalog is shown,
      then registered: the table is created, or evolved as --catalogUpdate says (evolve, log or
      freeze, as of a run); partitions are added, or moved to where they are now.

        --table           the table's name; that of the folder if it is left out
        --each            each folder in the folder is a table of its own
        --partitionTypes  types of partition keys of a new table, as Hive writes them; string if left
                          out. Example: ano:int,dia:date
        --dropGone        partitions that are no more in the folder leave the catalog
        --dryRun          show, and change nothing
        --catalog         local for that of the working folder, local:<folder>, or glue

      Of a table that runs of Levada write, only what they have published is registered, and no run
      can begin meanwhile.
      """
          .formatted(USAGE);

  @Command
  private static final class Words {
    @Parameters(arity = "1", index = "0")
    private String folder;

    @Option(names = "--database", required = true)
    private String database;

    @Option(names = "--table")
    private @Nullable String table;

    @Option(names = "--each")
    private boolean each;

    @Option(names = "--catalogUpdate", defaultValue = "evolve")
    private String update;

    @Option(names = "--partitionTypes", defaultValue = "")
    private String partitionTypes;

    @Option(names = "--dropGone")
    private boolean dropGone;

    @Option(names = "--dryRun")
    private boolean dryRun;

    @Mixin private CatalogArguments catalog = new CatalogArguments();
    @Mixin private AwsArguments aws = new AwsArguments();
  }

  @Override
  public String name() {
    return "crawl";
  }

  @Override
  public String description() {
    return "Register the files of a folder as a table of a catalog: levada crawl <folder>";
  }

  @Override
  public String help() {
    return HELP;
  }

  @Override
  public int run(List<String> args, Session session) {
    Words words = Arguments.read(new Words(), USAGE, args);
    if (words.each && words.table != null) {
      throw new UsageException("Invalid --table: " + words.table + " (--each takes the folders')");
    }

    Location folder = AwsArguments.location("folder", words.folder);
    Crawl.Settings settings =
        new Crawl.Settings(
            update(words.update), types(words.partitionTypes), words.dropGone, words.dryRun);
    Storages storages = words.aws.storages();
    try {
      Map<Location, TableName> tables = tables(storages, folder, words);
      Crawl crawl = new Crawl(storages, words.catalog.reference(), settings, session);
      return registerAll(crawl, tables, session);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    } catch (LockedException e) {
      throw new RunFailedException(ExitCode.LOCKED, e.getMessage(), e);
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  /** One that fails does not keep the others from being registered. */
  private static int registerAll(Crawl crawl, Map<Location, TableName> tables, Session session)
      throws IOException {
    IOException first = null;
    String between = "";
    for (Map.Entry<Location, TableName> table : tables.entrySet()) {
      session.out().print(between);
      between = "\n";
      try {
        crawl.register(table.getKey(), table.getValue());
      } catch (IOException e) {
        if (tables.size() == 1) {
          throw e;
        }
        session.out().println(e.getMessage());
        first = first == null ? e : first;
      }
    }
    session.out().flush();
    if (first != null) {
      throw first;
    }
    return ExitCode.DONE.code();
  }

  private static Map<Location, TableName> tables(Storages storages, Location folder, Words words)
      throws IOException {
    if (!words.each) {
      String table = words.table == null ? ColumnNames.safe(folder.name()) : words.table;
      return Map.of(folder, name(words.database, table));
    }

    Map<Location, TableName> tables = new LinkedHashMap<>();
    Map<TableName, Location> taken = new LinkedHashMap<>();
    for (String child : folders(storages, folder)) {
      TableName name = name(words.database, ColumnNames.safe(child));
      Location other = taken.put(name, folder.child(child));
      if (other != null) {
        throw new UsageException(
            "Invalid --each: " + other + " and " + folder.child(child) + " would both be " + name);
      }
      tables.put(folder.child(child), name);
    }
    if (tables.isEmpty()) {
      throw new IOException(
          "Cannot crawl " + folder + ": there is no folder in it (without --each it is a table)");
    }
    return tables;
  }

  private static List<String> folders(Storages storages, Location folder) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    storages
        .of(folder)
        .list(
            folder,
            found -> {
              String name = found.relativeTo(folder);
              return !name.startsWith("_") && !name.startsWith(".");
            },
            entry -> {
              String path = entry.location().relativeTo(folder);
              if (path.indexOf('/') > 0) {
                names.add(path.substring(0, path.indexOf('/')));
              }
            });
    return new ArrayList<>(names);
  }

  private static TableName name(String database, String table) {
    try {
      return new TableName(database, table);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --database or --table: " + e.getMessage());
    }
  }

  private static CatalogUpdate update(String text) {
    for (CatalogUpdate update : CatalogUpdate.values()) {
      if (update.name().equalsIgnoreCase(text)) {
        return update;
      }
    }
    throw new UsageException(
        "Invalid --catalogUpdate: " + text + " (expected evolve, log or freeze)");
  }

  private static Map<String, FieldType> types(String text) {
    Map<String, FieldType> types = new LinkedHashMap<>();
    for (String part : text.split(",(?![^(]*\\))", -1)) {
      int colon = part.indexOf(':');
      if (text.isEmpty()) {
        break;
      }
      if (colon < 1) {
        throw new UsageException(
            "Invalid --partitionTypes: '" + part + "' (expected a key and its type, as ano:int)");
      }
      types.put(part.substring(0, colon).strip(), type(part.substring(colon + 1)));
    }
    return types;
  }

  private static FieldType type(String text) {
    try {
      return HiveTypes.parse(text.toLowerCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --partitionTypes: " + e.getMessage());
    }
  }
}
