/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import io.levada.pipelines.Sizes;
import io.levada.sandbox.Sandbox;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the demo does in its sandbox: the commands that a person would type, and what is to see. */
final class Demo {

  private static final List<String> BUCKETS = List.of("landing", "stage", "trusted");
  private static final Location LANDING = new Location("s3://landing");
  private static final int PAGE_WIDTH = 96;
  private static final String TABLE = "s3://trusted/events";

  private final Sandbox sandbox;
  private final Path folder;
  private final Path home;
  private final Session session;
  private final PrintStream out;
  private final Storage storage;

  Demo(Sandbox sandbox, Path folder, Path home, Session session) {
    this.sandbox = sandbox;
    this.folder = folder;
    this.home = home;
    this.session = session;
    this.out = session.out();
    this.storage =
        Storages.withoutStaging()
            .withAws(
                AwsSettings.ofTheMachine()
                    .withRegion(sandbox.region())
                    .withEndpoint(sandbox.endpoint()))
            .of(LANDING);
  }

  /** Runs it from the start, whatever was in the demo's buckets before. */
  int run(Path input) throws IOException {
    fillLandingZone(input);
    List<String> events =
        List.of(
            "run",
            "events",
            "--landing=" + LANDING,
            "--stage=s3://stage/events",
            "--output=" + TABLE,
            "--schema=infer",
            "--timestampField=time",
            "--typeFields=channel,namespace",
            "--keyFields=time,channel,page,user");
    int exit = levada(events);
    if (exit != ExitCode.DONE.code()) {
      return exit;
    }

    showLandingZone();
    out.println("\nThe same again has nothing to do:\n");
    exit = session.levada(whole(events));
    if (exit != ExitCode.DONE.code()) {
      return exit;
    }

    exit = levada(List.of("runs", "list", TABLE));
    if (exit != ExitCode.DONE.code()) {
      return exit;
    }

    query();
    tellWhatIsNext();
    return exit;
  }

  private void fillLandingZone(Path input) throws IOException {
    for (String bucket : BUCKETS) {
      delete(folder.resolve("s3").resolve(bucket));
      sandbox.createBucket(bucket);
    }

    Location pending = LANDING.child("pending").child(input.getFileName().toString());
    byte[] content = Files.readAllBytes(input);
    storage.write(pending, content);
    out.printf(
        """
        S3 is at %s, its objects are files in %s. There are 39,244 edits in
          %s  %s
        """,
        sandbox.endpoint(), shown(folder.resolve("s3")), pending, Sizes.ofBytes(content.length));
  }

  private static void delete(Path bucket) throws IOException {
    if (!Files.exists(bucket)) {
      return;
    }

    Files.walkFileTree(
        bucket,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** Runs a command, and shows it as it can be pasted while the sandbox runs. */
  private int levada(List<String> words) {
    List<String> whole = whole(words);
    out.println("\n" + wrapped("$ " + shown(home.resolve("levada")), whole) + "\n");
    out.flush();
    return session.levada(whole);
  }

  private List<String> whole(List<String> words) {
    List<String> whole = new ArrayList<>(words);
    whole.add("--endpoint=" + sandbox.endpoint());
    whole.add("--awsRegion=" + sandbox.region());
    return whole;
  }

  /** A command in lines that the shell takes for one. */
  private static String wrapped(String command, List<String> words) {
    StringBuilder text = new StringBuilder(command);
    int width = command.length();
    for (String word : words) {
      if (width + word.length() > PAGE_WIDTH) {
        text.append(" \\\n   ");
        width = 3;
      }
      text.append(' ').append(word);
      width += word.length() + 1;
    }
    return text.toString();
  }

  private void showLandingZone() throws IOException {
    out.println("\nThe landing zone has now:");
    storage.list(
        LANDING,
        location -> !location.name().equals("_levada"),
        file -> out.println("  " + file.location() + "  " + Sizes.ofBytes(file.size())));
  }

  private void query() {
    String files = shown(folder.resolve("s3/trusted/events")) + "/**/*.parquet";
    String sql =
        String.format(
            """
            SELECT domain_event_type AS channel_namespace, year || '-' || month || '-' || day AS date,
                   count(*) AS edits, count(DISTINCT "user") AS users, sum(added) AS added
            FROM read_parquet('%s', hive_partitioning = true, hive_types_autocast = false)
            GROUP BY ALL ORDER BY edits DESC, channel_namespace LIMIT 8""",
            files.replace("'", "''"));
    out.println("\nThe objects are files, so DuckDB can read them without S3:\n\n" + sql + "\n");
    try {
      out.print(QueryTable.of(sql));
    } catch (SQLException e) {
      throw new RunFailedException(
          ExitCode.FAILED, "Cannot query the result: " + e.getMessage(), e);
    }
  }

  private void tellWhatIsNext() {
    out.printf(
        """

        To go on with all of this, start S3 again, and paste what it prints in another terminal:

          %1$s sandbox --folder=%2$s --port=%3$d

        There, try:

          %1$s head %4$s --rows=3
          %1$s count %4$s
          aws s3 ls --recursive %5$s
        """,
        shown(home.resolve("levada")), shown(folder), sandbox.port(), TABLE, LANDING);
    out.flush();
  }

  /** From the working directory, if the path is below it. */
  private static String shown(Path path) {
    Path here = Path.of("").toAbsolutePath();
    if (!path.startsWith(here)) {
      return path.toString();
    }

    Path below = here.relativize(path);
    return below.getNameCount() == 1 ? "./" + below : below.toString();
  }
}
