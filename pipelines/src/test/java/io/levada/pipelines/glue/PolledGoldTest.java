/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.in;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.Call;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import io.levada.sandbox.Service;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * What others see of gold while it is replaced. They look behind each request by which a run
 * changes the table, on S3 and in Glue, so that there is no moment between two looks.
 */
@ExtendWith(SandboxExtension.class)
class PolledGoldTest {

  private static final int TIMES = 20;
  private static final int MONTHS = 3;
  private static final String SILVER = "silver";
  private static final String GOLD = "gold";

  /** What readers can see, or go by; parts that are uploaded are nowhere yet. */
  private static final String CHANGED =
      GOLD + "/.*|_levada/" + GOLD + "/runs/.*(state-[234]|removed)\\.json";

  @TempDir private Path folder;
  private GlueLake lake;
  private final AtomicBoolean looking = new AtomicBoolean();

  @BeforeEach
  void open(Sandbox sandbox, SandboxSpace space) {
    lake = new GlueLake(sandbox, space, folder);
  }

  @AfterEach
  void close() {
    lake.close();
  }

  @Test
  void isWholeInEachPartitionForThoseWhoAskTheCatalog() {
    overwriteBy(0);
    List<SortedMap<String, List<String>>> seen = new ArrayList<>();
    atEachChange(() -> seen.add(lake.athena().rows(GOLD, COLUMNS)));

    for (int version = 1; version <= TIMES; version++) {
      seen.clear();
      overwriteBy(version);

      assertThat(seen.get(0), equalTo(rows(version - 1)));
      assertThat(seen.get(seen.size() - 1), equalTo(rows(version)));
      List<List<String>> oldOrNew = List.of(row(version - 1), row(version));
      for (SortedMap<String, List<String>> look : seen) {
        assertThat(look.values(), everyItem(is(in(oldOrNew))));
        assertThat(look.keySet(), equalTo(rows(version).keySet()));
      }
    }
  }

  /** A query that was planned before the table was replaced: one version of it is kept. */
  @Test
  void isThereStillForThoseWhoHaveAskedTheCatalogBefore() {
    replaceBy(0, "--retain=1");
    List<SortedMap<String, List<String>>> plans = new ArrayList<>();
    atEachChange(() -> plans.add(lake.athena().plan(GOLD)));

    replaceBy(1, "--retain=1");

    Set<SortedMap<String, List<String>>> read = new LinkedHashSet<>();
    for (SortedMap<String, List<String>> plan : plans) {
      read.add(lake.athena().read(plan, COLUMNS));
    }
    assertThat(read, hasItems(rows(0), rows(1)));
    assertThat(
        read.stream().flatMap(rows -> rows.values().stream()).toList(),
        everyItem(is(in(List.of(row(0), row(1))))));
  }

  @Test
  void isWholeAsATableForLevadasOwnReader() {
    replaceBy(0);
    List<List<String>> seen = new ArrayList<>();
    LevadaCommands reader = new LevadaCommands(folder);
    atEachChange(() -> seen.add(head(reader)));

    replaceBy(1);

    assertThat(Set.copyOf(seen), equalTo(Set.of(told(0), told(1))));
    assertThat(seen.indexOf(told(1)), greaterThanOrEqualTo(1));
    assertThat(seen.subList(seen.indexOf(told(1)), seen.size()), everyItem(is(told(1))));
  }

  /** Old and new together for a while, as the docs say, and never fewer rows than before. */
  @Test
  void isNeverEmptyForThoseWhoListTheFolder() {
    replaceBy(0);
    Set<Map<String, Integer>> seen = new LinkedHashSet<>();
    atEachChange(() -> seen.add(filesOfEachMonth()));

    replaceBy(1);

    assertThat(seen, hasItem(months(2)));
    for (Map<String, Integer> look : seen) {
      assertThat(look.keySet(), equalTo(rows(1).keySet()));
      assertThat(look.values(), not(hasItem(0)));
    }
  }

  private static final String COLUMNS = "idade, salario_medio";

  /** Writes gold as it is, which takes half the time. */
  private void overwriteBy(int version) {
    looking.set(true);
    lake.written(
        GOLD,
        people(version).replace("salario", "salario_medio"),
        "--partitionFields=ano,mes",
        "--writeMode=overwrite");
  }

  /** Makes gold of a silver table in which all earn what the version says. */
  private void replaceBy(int version, String... more) {
    looking.set(false);
    lake.written(SILVER, people(version), "--partitionFields=ano,mes", "--writeMode=overwrite");
    looking.set(true);
    int exit = lake.run("silver-to-gold", "catalog:" + lake.database() + "." + SILVER, GOLD, more);
    assertThat(lake.levada().err(), exit, is(0));
  }

  private static String people(int version) {
    StringBuilder people = new StringBuilder();
    for (int month = 1; month <= MONTHS; month++) {
      people.append(
          "{\"idade\":30,\"ativo\":true,\"salario\":%d.5,\"ano\":\"2024\",\"mes\":\"%02d\"}\n"
              .formatted(1000 + version, month));
    }
    return people.toString();
  }

  private static List<String> row(int version) {
    return List.of("30 " + (1000 + version) + ".5");
  }

  private static SortedMap<String, List<String>> rows(int version) {
    SortedMap<String, List<String>> rows = new TreeMap<>();
    for (int month = 1; month <= MONTHS; month++) {
      rows.put("2024/%02d".formatted(month), row(version));
    }
    return rows;
  }

  /** Looks behind each request that changes the table, once at a time. The looks ask as well. */
  private void atEachChange(Runnable look) {
    Runnable once =
        () -> {
          synchronized (looking) {
            looking.set(false);
            look.run();
            looking.set(true);
          }
        };
    lake.sandbox().faults().add(Fault.runAfter(once).where(this::changesTheTable));
  }

  private boolean changesTheTable(Call call) {
    boolean changes =
        switch (call.operation()) {
          case "CompleteMultipartUpload", "PutObject", "DeleteObject" ->
              call.key().matches(CHANGED);
          case "DeleteObjects" -> true;
          default ->
              call.service() == Service.GLUE && !call.operation().matches("Get.*|BatchGet.*");
        };
    return looking.get() && changes;
  }

  private List<String> head(LevadaCommands reader) {
    int exit =
        reader.command(
            "head",
            "catalog:" + lake.database() + "." + GOLD,
            "--catalog=glue",
            "--endpoint=" + lake.sandbox().endpoint());
    assertThat(reader.err(), exit, is(0));
    return Pattern.compile("\\d+\\.5")
        .matcher(reader.out())
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static List<String> told(int version) {
    return Collections.nCopies(MONTHS, (1000 + version) + ".5");
  }

  private Map<String, Integer> filesOfEachMonth() {
    Map<String, Integer> files = new TreeMap<>();
    for (String file : lake.s3().list(lake.uri(GOLD)).keySet()) {
      if (!file.startsWith("_")) {
        files.merge(file.replaceFirst("ano=(\\d+)/mes=(\\d+)/.*", "$1/$2"), 1, Integer::sum);
      }
    }
    return files;
  }

  private static Map<String, Integer> months(int files) {
    Map<String, Integer> months = new TreeMap<>();
    rows(0).keySet().forEach(month -> months.put(month, files));
    return months;
  }
}
