/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.pipelines.Arguments;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbServer;
import java.net.BindException;
import java.nio.file.Path;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code levada sandbox}: S3, DynamoDB and Glue on this machine, until Ctrl-C. */
public final class SandboxCommand implements LevadaCommand {

  /** Always the same, as the settings that a person has pasted name it. */
  static final int USUAL_PORT = 4566;

  private static final int MOST_FILMS = 10_000;

  private static final String USAGE =
      "levada sandbox [--port="
          + USUAL_PORT
          + "] [--folder=DIR] [--buckets=landing,trusted] [--tmdb=FILMS]";

  @Command
  private static final class Words {
    @Option(names = "--port")
    private int port = USUAL_PORT;

    @Option(names = "--folder")
    private @Nullable Path folder;

    @Option(names = "--buckets", split = ",")
    private List<String> buckets = List.of();

    @Option(names = "--tmdb")
    private @Nullable Integer films;
  }

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public String description() {
    return "Run S3, DynamoDB and Glue on this machine, without an account, until Ctrl-C.";
  }

  @Override
  public int run(List<String> args, Session session) {
    Words words = Arguments.read(new Words(), USAGE, args);
    checkBuckets(words.buckets);
    checkFilms(words.films);
    try (RunningSandbox running = start(words, session);
        TmdbServer tmdb = tmdb(words.films)) {
      words.buckets.forEach(running.sandbox()::createBucket);
      session.out().print(settings(running.sandbox(), words));
      if (tmdb != null) {
        session.out().print(settings(tmdb));
      }
      session.out().flush();
      running.awaitStop();
      return ExitCode.DONE.code();
    }
  }

  private static RunningSandbox start(Words words, Session session) {
    String stopped = words.folder == null ? "Stopped" : "Stopped; its data is in " + words.folder;
    try {
      return RunningSandbox.start(
          settings(words), session.console(), () -> session.out().println(stopped));
    } catch (BindException e) {
      throw new RunFailedException(
          ExitCode.FAILED,
          String.format(
              "Cannot listen on port %d of 127.0.0.1 (choose another by --port, or any that is free"
                  + " by --port=0)",
              words.port),
          e);
    }
  }

  private static Sandbox.Settings settings(Words words) {
    Sandbox.Settings settings =
        words.folder == null ? Sandbox.inMemory() : Sandbox.keepingIn(words.folder);
    try {
      return settings.onPort(words.port);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --port: " + words.port + " (expected 0 to 65535)");
    }
  }

  /** The sandbox itself would take any name that can be a folder's. */
  private static void checkBuckets(List<String> names) {
    for (String name : names) {
      if (!name.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
        throw new UsageException(
            "Invalid --buckets: '" + name + "' (expected 3 to 63 of a-z, 0-9, . and -)");
      }
    }
  }

  private static void checkFilms(@Nullable Integer films) {
    if (films != null && (films < 1 || films > MOST_FILMS)) {
      throw new UsageException(
          "Invalid --tmdb: " + films + " (expected the number of films, 1 to " + MOST_FILMS + ")");
    }
  }

  private static @Nullable TmdbServer tmdb(@Nullable Integer films) {
    return films == null ? null : TmdbServer.start(TmdbFilms.generated(films));
  }

  private static String settings(TmdbServer tmdb) {
    return String.format(
        """

        TMDB's API is at %1$s, with %2$d films that are made up:

          export TMDB_BASE_URL=%1$s
          export TMDB_API_KEY=%3$s
          ./levada run tmdb-ingest --output=raw/tmdb --apiKey=env:TMDB_API_KEY
        """,
        tmdb.baseUrl(), tmdb.films().count(), tmdb.token());
  }

  private static String settings(Sandbox sandbox, Words words) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            """
            S3, DynamoDB and Glue are at %s, their data is kept %s. Ctrl-C stops them.

            Paste this in another terminal, for aws, boto3, other clients and Levada:

            """,
            sandbox.endpoint(), words.folder == null ? "in memory" : "in " + words.folder));
    sandbox
        .environment()
        .forEach((name, value) -> text.append("  export " + name + "=" + value + "\n"));
    text.append("\nand try:\n\n");
    if (words.buckets.isEmpty()) {
      text.append("  aws s3 mb s3://landing\n");
    }
    text.append(
        String.format(
            """
              aws s3 cp events.json s3://%1$s/pending/
              ./levada head s3://%1$s/pending
              python3 -c 'import boto3; print(boto3.client("s3").list_buckets()["Buckets"])'

            Clients from before 2023 take the address by --endpoint-url=%2$s or endpoint_url="%2$s".
            """,
            words.buckets.isEmpty() ? "landing" : words.buckets.get(0), sandbox.endpoint()));
    return text.toString();
  }
}
