/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import com.fasterxml.jackson.databind.JsonNode;
import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.catalog.CrawlCommand;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the demo of all pipelines does: from landing zones to queries, in one sandbox. */
final class WholeDemo {

  private static final List<String> BUCKETS =
      List.of("landing", "stage", "raw", "silver", "gold", "trusted");
  private static final List<String> TABLES =
      List.of(
          "trusted.edits",
          "trusted.old_films",
          "trusted.films",
          "trusted.film_items",
          "silver.events",
          "silver.people",
          "gold.salaries");
  private static final String DYNAMODB_TABLE = "films";
  private static final int FILMS = 200;
  private static final String CATALOG = "--catalog=glue";

  private final DemoSandbox place;
  private final DemoSteps steps;
  private final PrintStream out;

  WholeDemo(DemoSandbox place) {
    this.place = place;
    this.steps = new DemoSteps(place);
    this.out = place.session().out();
  }

  /**
   * Runs it from the start, whatever was in the demo's buckets and tables before.
   *
   * @param edits a day of edits of Wikipedia, as JSON
   */
  int run(Path edits) throws IOException {
    begin();
    try {
      distributeEvents(edits);
      parseEvents();
      loadCsv();
      collectFilms();
      aggregate();
      loadItems();
      query();
    } catch (StepFailedException e) {
      return e.exitCode();
    }
    tellWhatIsNext();
    return 0;
  }

  private void begin() throws IOException {
    place.makeAnew(BUCKETS);
    Catalog catalog = CatalogReference.parse("glue").open(place.aws());
    for (String table : TABLES) {
      catalog.drop(TableName.parse(table));
    }
    out.printf(
        """
        Every pipeline in one sandbox: S3, DynamoDB and Glue are at %s,
        their data is in %s.

        """,
        place.sandbox().endpoint(), DemoSandbox.shown(place.folder()));
  }

  private void distributeEvents(Path edits) throws IOException {
    Location pending = new Location("s3://landing/pending").child(edits.getFileName().toString());
    place.storageOf(pending).write(pending, Files.readAllBytes(edits));
    List<String> events =
        List.of(
            "events",
            "--landing=s3://landing",
            "--stage=s3://stage/edits",
            "--output=s3://trusted/edits",
            "--schema=infer",
            "--timestampField=time",
            "--typeFields=channel,namespace",
            "--keyFields=time,channel,page,user",
            CATALOG,
            "--database=trusted",
            "--table=edits");
    steps.step("events", () -> "landing -> stage -> trusted.edits: " + told(steps.run(events)));
    steps.step("events", () -> "once more: " + told(steps.run(events)));
  }

  private void parseEvents() throws IOException {
    Path events = place.home().resolve("test-data/events/oddities");
    upload(events.resolve("input"), new Location("s3://raw/events"));
    steps.step(
        "parse-events",
        () ->
            "raw -> silver.events: "
                + told(
                    steps.run(
                        List.of(
                            "parse-events",
                            "--input=s3://raw/events",
                            "--output=s3://silver/events",
                            "--schema=" + events.resolve("schema.json"),
                            CATALOG,
                            "--database=silver",
                            "--table=events"))));
  }

  private void loadCsv() throws IOException {
    upload(place.home().resolve("test-data/csv/films/input"), new Location("s3://raw/old_films"));
    steps.step(
        "csv-to-trusted",
        () ->
            "raw -> trusted.old_films: "
                + told(
                    steps.run(
                        List.of(
                            "csv-to-trusted",
                            "--input=s3://raw/old_films",
                            "--output=s3://trusted/old_films",
                            "--decimalComma=true",
                            CATALOG,
                            "--database=trusted",
                            "--table=old_films"))));
  }

  private void collectFilms() throws IOException {
    try (TmdbServer tmdb = TmdbServer.start(TmdbFilms.generated(FILMS))) {
      Path key = Files.writeString(place.folder().resolve("tmdb-key"), tmdb.token());
      steps.step(
          "tmdb-ingest",
          () ->
              "TMDB -> raw: "
                  + told(
                      steps.run(
                          List.of(
                              "tmdb-ingest",
                              "--baseUrl=" + tmdb.baseUrl(),
                              "--apiKey=file:" + key,
                              "--maxRequestsPerSecond=1000",
                              "--output=s3://raw/tmdb"))));
    }
    steps.step(
        "tmdb-to-trusted",
        () ->
            "raw -> trusted.films: "
                + told(
                    steps.run(
                        List.of(
                            "tmdb-to-trusted",
                            "--input=s3://raw/tmdb",
                            "--output=s3://trusted/films",
                            CATALOG,
                            "--database=trusted",
                            "--table=films"))));
  }

  private void aggregate() throws IOException {
    steps.step(
        "crawl",
        () -> {
          int files =
              upload(
                  place.home().resolve("test-data/salaries/silver"),
                  new Location("s3://silver/people"));
          place.run(
              new CrawlCommand(),
              List.of("s3://silver/people", "--database=silver", "--table=people", CATALOG));
          return "silver.people: "
              + Sizes.counted(files, "file")
              + " that another tool has written";
        });
    steps.step(
        "silver-to-gold",
        () ->
            "silver.people -> gold.salaries: "
                + told(
                    steps.run(
                        List.of(
                            "silver-to-gold",
                            "--input=catalog:silver.people",
                            "--output=s3://gold/salaries",
                            CATALOG,
                            "--database=gold",
                            "--table=salaries"))));
  }

  private void loadItems() throws IOException {
    steps.step(
        "to-dynamodb",
        () ->
            "trusted.old_films -> trusted.film_items -> DynamoDB: "
                + told(
                    steps.run(
                        List.of(
                            "to-dynamodb",
                            "--input=catalog:trusted.old_films",
                            "--inputCatalog=glue",
                            "--table=" + DYNAMODB_TABLE,
                            "--createTable=true",
                            "--keyFields=codigo",
                            "--mapping=codigo:pk:S,titulo_original:titulo,nota_media:nota:N,"
                                + "year(data_de_lancamento):ano:N",
                            "--lakeOutput=s3://trusted/film_items",
                            "--lakeCatalog=glue",
                            "--lakeDatabase=trusted",
                            "--lakeTable=film_items"))));
    steps.step("read back", () -> new DemoItems(place.sandbox()).told(DYNAMODB_TABLE, "00001"));
  }

  /** The numbers of a summary, as they add up. */
  private static String told(JsonNode summary) {
    if (summary.path("inputFiles").asLong() == 0) {
      return "nothing to do";
    }

    List<String> parts = new ArrayList<>();
    if (summary.path("grouped").asLong() > 0) {
      parts.add(count(summary, "grouped") + " grouped");
    } else {
      parts.add(count(summary, "written") + " written");
    }
    for (String part : List.of("duplicates", "rejected", "filtered")) {
      if (summary.path(part).asLong() > 0) {
        parts.add(count(summary, part) + " " + part);
      }
    }
    String sum = count(summary, "read") + " read = " + String.join(" + ", parts);
    return summary.path("groups").asLong() > 0
        ? sum + ", " + count(summary, "groups") + " groups"
        : sum;
  }

  private static String count(JsonNode summary, String part) {
    return Sizes.grouped(summary.path(part).asLong());
  }

  private void query() {
    String counts =
        TABLES.stream()
            .map(table -> "SELECT '" + table + "' AS name, count(*) AS rows FROM " + table)
            .collect(Collectors.joining("\n    UNION ALL "));
    steps.show(List.of("query", counts, CATALOG));
    steps.show(
        List.of(
            "query",
            "SELECT domain_event_type, count(*) AS edits, sum(added) AS added\n"
                + "    FROM trusted.edits GROUP BY ALL ORDER BY edits DESC LIMIT 5",
            CATALOG));
    steps.show(List.of("runs", "list", "s3://trusted/edits"));
  }

  private void tellWhatIsNext() {
    out.printf(
        """

        To go on with all of this, start the sandbox again, and paste what it prints in another terminal:

          %1$s sandbox --folder=%2$s --port=%3$d

        There, try:

          %1$s tables --catalog=glue
          %1$s describe gold.salaries --catalog=glue
          %1$s head catalog:trusted.edits --catalog=glue --rows=3
          %1$s runs show s3://silver/events
        """,
        DemoSandbox.shown(place.home().resolve("levada")),
        DemoSandbox.shown(place.folder()),
        place.sandbox().port());
    out.flush();
  }

  /** Uploads a folder, and answers with the number of its files. */
  private int upload(Path folder, Location target) throws IOException {
    Storage storage = place.storageOf(target);
    int files = 0;
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.filter(Files::isRegularFile).sorted().toList()) {
        Location location = target;
        for (Path name : folder.relativize(path)) {
          location = location.child(name.toString());
        }
        storage.write(location, Files.readAllBytes(path));
        files++;
      }
    }
    return files;
  }
}
