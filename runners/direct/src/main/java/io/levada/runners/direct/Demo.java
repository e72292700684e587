/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.io.storage.Location;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Sizes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** What the demo does in its sandbox: the commands that a person would type, and what is to see. */
final class Demo {

  private static final List<String> BUCKETS = List.of("landing", "stage", "trusted");
  private static final Location LANDING = new Location("s3://landing");
  private static final String TABLE = "s3://trusted/events";

  private final DemoSandbox place;
  private final PrintStream out;

  Demo(DemoSandbox place) {
    this.place = place;
    this.out = place.session().out();
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
    exit = place.levada(events);
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
    place.makeAnew(BUCKETS);
    Location pending = LANDING.child("pending").child(input.getFileName().toString());
    byte[] content = Files.readAllBytes(input);
    place.storageOf(pending).write(pending, content);
    out.printf(
        """
        S3 is at %s, its objects are files in %s. There are 39,244 edits in
          %s  %s
        """,
        place.sandbox().endpoint(),
        DemoSandbox.shown(place.objects()),
        pending,
        Sizes.ofBytes(content.length));
  }

  /** Runs a command, and shows it. */
  private int levada(List<String> words) {
    out.println("\n" + place.pasted(words) + "\n");
    out.flush();
    return place.levada(words);
  }

  private void showLandingZone() throws IOException {
    out.println("\nThe landing zone has now:");
    place
        .storageOf(LANDING)
        .list(
            LANDING,
            location -> !location.name().equals("_levada"),
            file -> out.println("  " + file.location() + "  " + Sizes.ofBytes(file.size())));
  }

  private void query() {
    String files = DemoSandbox.shown(place.objects().resolve("trusted/events")) + "/**/*.parquet";
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
        DemoSandbox.shown(place.home().resolve("levada")),
        DemoSandbox.shown(place.folder()),
        place.sandbox().port(),
        TABLE,
        LANDING);
    out.flush();
  }
}
