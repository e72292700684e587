/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.Registration;
import io.levada.io.catalog.TableName;
import io.levada.io.ledger.HeldLocks;
import io.levada.io.ledger.Locks;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.LevadaCommands;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code levada crawl} of tables that runs write. */
class CrawledRunsTest {

  private static final TableName NAME = new TableName("silver", "people");
  private static final String PARTITIONED = "--partitionFields=k";

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Location table;
  private Catalog catalog;

  @BeforeEach
  void begin() {
    levada = new LevadaCommands(folder);
    table = Location.of(folder.resolve("people").toString());
    catalog = CatalogReference.parse(reference()).open(AwsSettings.ofTheMachine());
  }

  @Test
  void registersTheVersionThatCountsOfEachPartition() throws IOException {
    run("{\"id\":1,\"k\":\"a\"}", PARTITIONED, "--writeMode=overwrite-partitions", "--retain=1");
    run("{\"id\":2,\"k\":\"a\"}", PARTITIONED, "--writeMode=overwrite-partitions", "--retain=1");
    String last = levada.summary().path("run").asText();
    catalog.drop(NAME);

    assertThat(crawl(), is(0));

    CatalogPartition partition = catalog.partitions(NAME, List.of(List.of("a"))).get(0);
    assertThat(partition.location(), equalTo(table.child("k=a/run=" + last)));
    assertThat(partition.parameters().get(Registration.RUN), is(last));
    assertThat(levada.out(), containsString("1 partition, 1 file, 1 row\n"));
  }

  @Test
  void letsRunsGoOnThatNeedTheCatalog() throws IOException {
    run("{\"id\":1,\"k\":\"a\"}", PARTITIONED, "--writeMode=overwrite-partitions");
    catalog.drop(NAME);
    crawl();

    run("{\"id\":2,\"k\":\"a\"}", PARTITIONED);

    assertThat(crawl("--dryRun"), is(0));
    assertThat(
        levada.out(), containsString("1 partition, 2 files, 2 rows\n0 new partitions, 0 in"));
  }

  @Test
  void registersTheVersionThatCountsOfATableWithoutPartitions() throws IOException {
    run("{\"id\":1}", "--writeMode=overwrite", "--retain=1");
    run("{\"id\":2}", "--writeMode=overwrite", "--retain=1");
    String last = levada.summary().path("run").asText();
    catalog.drop(NAME);

    assertThat(crawl(), is(0));

    assertThat(catalog.table(NAME).orElseThrow().location(), equalTo(table.child("run=" + last)));
    assertThat(catalog.table(NAME).orElseThrow().parameters().get(Registration.RUN), is(last));
  }

  @Test
  void changesNothingOfATableThatARunIsWriting() throws IOException {
    run("{\"id\":1,\"k\":\"a\"}", PARTITIONED);
    catalog.drop(NAME);
    Locks locks = new Locks(Storages.withoutStaging()::of, Clock.systemUTC(), line -> {});
    try (HeldLocks held = locks.take(Set.of(table), "a-run")) {
      held.check();

      assertThat(crawl(), is(5));
    }

    assertThat(catalog.table(NAME).isPresent(), is(false));
    assertThat(levada.err(), containsString("Cannot lock " + table));
  }

  @Test
  void looksAtATableThatARunIsWriting() throws IOException {
    run("{\"id\":1,\"k\":\"a\"}", PARTITIONED);
    Locks locks = new Locks(Storages.withoutStaging()::of, Clock.systemUTC(), line -> {});
    try (HeldLocks held = locks.take(Set.of(table), "a-run")) {
      held.check();

      assertThat(crawl("--dryRun"), is(0));
    }

    assertThat(catalog.tables("silver").stream().map(each -> each.name()).toList(), contains(NAME));
  }

  private void run(String events, String... options) throws IOException {
    levada.write("in.json", events + "\n");
    List<String> words =
        new ArrayList<>(
            List.of(
                "parse-events",
                "--input=" + folder.resolve("in.json"),
                "--output=" + table,
                "--schema=infer",
                "--catalog=" + reference(),
                "--database=silver",
                "--table=people"));
    words.addAll(List.of(options));
    int exitCode = levada.run(words.toArray(String[]::new));
    assertThat(levada.err(), exitCode, is(0));
  }

  private int crawl(String... options) {
    List<String> words =
        new ArrayList<>(
            List.of("crawl", table.uri(), "--database=silver", "--catalog=" + reference()));
    words.addAll(List.of(options));
    return levada.command(words.toArray(String[]::new));
  }

  private String reference() {
    return "local:" + folder.resolve("catalog");
  }
}
