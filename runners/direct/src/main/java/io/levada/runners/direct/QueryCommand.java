/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.io.storage.Storages;
import io.levada.pipelines.Arguments;
import io.levada.pipelines.AwsArguments;
import io.levada.pipelines.CatalogArguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.ByteSize;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code levada query}: SQL on the tables of a catalog. */
public final class QueryCommand implements LevadaCommand {

  private static final String USAGE =
      "levada query \"<SQL>\" [--format=table|csv|json] [--maxRows=N] [--maxDownload=2GB] "
          + CatalogArguments.USAGE
          + " "
          + AwsArguments.USAGE;

  private static final String HELP =
      """
      levada query: Run SQL on the tables of a catalog, by DuckDB.

      Usage
        %s

        levada query "SELECT ano, count(*) FROM silver.people GROUP BY ano"

      A table is database.table, with the catalog's columns and types, then its partition keys; a
      name of other letters than a-z, 0-9 and _ stands in double quotes. Files are those that runs
      have published. Those on S3 are fetched into a temporary folder for as long as the query takes:
      of the partitions that its conditions leave, or else all of the table.

        --format       table for people, csv (RFC 4180; null is nothing, an empty text is ""), or
                       json (an array of objects)
        --maxRows      at most so many rows; 100 of a table, and all of csv and json, if left out
        --maxDownload  at most so much is fetched from S3, such as 500MB or 10GB; 2GB if left out
        --catalog      local for that of the working folder, local:<folder>, or glue
      """
          .formatted(USAGE);

  /** What fits on some screens. */
  private static final long ROWS_FOR_PEOPLE = 100;

  @Command
  private static final class Words {
    @Parameters(arity = "1", index = "0")
    private String sql;

    @Option(names = "--format", defaultValue = "table")
    private String format;

    @Option(names = "--maxRows")
    private @Nullable Long maxRows;

    @Option(names = "--maxDownload", defaultValue = "2GB")
    private String maxDownload;

    @Mixin private CatalogArguments catalog = new CatalogArguments();
    @Mixin private AwsArguments aws = new AwsArguments();
  }

  @Override
  public String name() {
    return "query";
  }

  @Override
  public String description() {
    return "Run SQL on the tables of a catalog, by DuckDB: levada query \"SELECT ...\"";
  }

  @Override
  public String help() {
    return HELP;
  }

  @Override
  public int run(List<String> args, Session session) {
    Words words = Arguments.read(new Words(), USAGE, args);
    QueryFormat format = format(words.format);
    long maxRows = maxRows(words, format);
    long maxDownload = ByteSize.parse("--maxDownload", words.maxDownload);
    Storages storages = words.aws.storages();
    try (FetchedFiles fetched = new FetchedFiles(storages, session.console(), maxDownload);
        Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      prepare(connection);
      new QueriedTables(connection, storages, words.catalog.reference(), fetched)
          .provide(words.sql);
      long left = Query.of(connection, words.sql).write(format.to(session.out()), maxRows);
      session.out().flush();
      if (left > 0) {
        session.err().println("Only the first " + maxRows + " rows are shown (--maxRows)");
      }
      return ExitCode.DONE.code();
    } catch (SQLException e) {
      throw new RunFailedException(ExitCode.FAILED, oneLine(e), e);
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      // What is not in the jar is not fetched from the network behind a person's back.
      statement.execute("SET autoinstall_known_extensions = false");
    }
  }

  private static QueryFormat format(String text) {
    for (QueryFormat format : QueryFormat.values()) {
      if (format.name().equalsIgnoreCase(text)) {
        return format;
      }
    }
    throw new UsageException("Invalid --format: " + text + " (expected table, csv or json)");
  }

  private static long maxRows(Words words, QueryFormat format) {
    if (words.maxRows == null) {
      return format == QueryFormat.TABLE ? ROWS_FOR_PEOPLE : Long.MAX_VALUE;
    }
    if (words.maxRows < 1) {
      throw new UsageException("Invalid --maxRows: " + words.maxRows + " (expected 1 or more)");
    }
    return words.maxRows;
  }

  /** DuckDB shows below its message where in the statement it is. */
  private static String oneLine(SQLException e) {
    return "Cannot run the query: "
        + String.valueOf(e.getMessage()).strip().replaceAll("\\s+", " ");
  }
}
