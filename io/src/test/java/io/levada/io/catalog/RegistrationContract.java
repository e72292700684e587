/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.catalog.Registration.Check;
import io.levada.io.catalog.Registration.Placed;
import io.levada.io.storage.Location;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What registering a run does in every catalog, wherever it is cut off, and whoever is faster. */
@Timeout(60)
abstract class RegistrationContract {

  private static final String FIRST = "20240101T000000000Z-a";
  private static final String SECOND = "20240102T000000000Z-b";
  private static final List<CatalogColumn> COLUMNS = List.of(CatalogColumn.of("id", "string"));
  private static final List<CatalogColumn> KEYS = List.of(CatalogColumn.of("mes", "string"));
  private static final Location LAKE = Location.of("s3://lake/t");
  private static final Check NO_CHECK = () -> {};

  private Catalog catalog;

  abstract Catalog catalog();

  /** The name of a database that no other test has. */
  abstract String database();

  @BeforeEach
  void createTable() throws Exception {
    catalog = catalog();
    catalog.create(CatalogTable.ofParquet(name(), LAKE, COLUMNS, KEYS));
  }

  private TableName name() {
    return new TableName(database(), "t");
  }

  private Registration registration(List<Placed> placed, String... dropped) {
    List<List<String>> gone = new ArrayList<>();
    for (String each : dropped) {
      gone.add(List.of(each));
    }
    return new Registration(CatalogReference.parse("glue"), database(), "t", null, placed, gone);
  }

  private static Placed placed(String mes, String run) {
    return new Placed(List.of(mes), LAKE.child("mes=" + mes).child("run=" + run));
  }

  private static String at(String mes, String run) {
    return LAKE + "/mes=" + mes + "/run=" + run + " by " + run;
  }

  /** Where each partition is, and by which run. */
  private Map<String, String> all() throws IOException {
    Map<String, String> all = new TreeMap<>();
    catalog.partitions(
        name(),
        null,
        partition ->
            all.put(
                partition.values().get(0),
                partition.location() + " by " + partition.parameters().get(Registration.RUN)));
    return all;
  }

  @Test
  void addsSwitchesAndDropsPartitions() throws Exception {
    registration(List.of(placed("01", FIRST), placed("02", FIRST)))
        .carryOut(catalog, FIRST, NO_CHECK);

    registration(List.of(placed("02", SECOND), placed("03", SECOND)), "01", "09")
        .carryOut(catalog, SECOND, NO_CHECK);

    assertThat(all(), is(Map.of("02", at("02", SECOND), "03", at("03", SECOND))));
  }

  @Test
  void movesATableWithoutPartitions() throws Exception {
    Registration move =
        new Registration(
            CatalogReference.parse("glue"),
            database(),
            "t",
            LAKE.child("run=" + SECOND),
            List.of(),
            List.of());

    move.carryOut(catalog, SECOND, NO_CHECK);
    move.carryOut(catalog, SECOND, NO_CHECK);

    assertThat(folder(), is(LAKE.child("run=" + SECOND)));
  }

  @Test
  void movesNoTableBackwards() throws Exception {
    for (String run : List.of(SECOND, FIRST)) {
      new Registration(
              CatalogReference.parse("glue"),
              database(),
              "t",
              LAKE.child("run=" + run),
              List.of(),
              List.of())
          .carryOut(catalog, run, NO_CHECK);
    }

    assertThat(folder(), is(LAKE.child("run=" + SECOND)));
  }

  private Location folder() throws IOException {
    return catalog.table(name()).orElseThrow().location();
  }

  @Test
  void changesNothingWhenItIsRepeated() throws Exception {
    Registration registration =
        registration(List.of(placed("01", FIRST), placed("02", FIRST)), "03");
    registration.carryOut(catalog, FIRST, NO_CHECK);
    Map<String, String> once = all();

    registration.carryOut(catalog, FIRST, NO_CHECK);

    assertThat(all(), is(once));
  }

  @Test
  void leavesWhatALaterRunHasChanged() throws Exception {
    registration(List.of(placed("01", SECOND), placed("02", SECOND)))
        .carryOut(catalog, SECOND, NO_CHECK);

    registration(List.of(placed("01", FIRST), placed("03", FIRST)), "02")
        .carryOut(catalog, FIRST, NO_CHECK);

    assertThat(
        all(), is(Map.of("01", at("01", SECOND), "02", at("02", SECOND), "03", at("03", FIRST))));
  }

  @Test
  void refusesATableThatIsGone() throws Exception {
    catalog.drop(name());

    assertThrows(
        NoSuchEntityException.class,
        () -> registration(List.of(placed("01", FIRST))).carryOut(catalog, FIRST, NO_CHECK));
  }

  @Test
  void looksAtTheLockBetweenManyPartitions() throws Exception {
    List<Placed> many = IntStream.range(0, 1_250).mapToObj(i -> placed("m" + i, FIRST)).toList();
    int[] checks = new int[1];

    registration(many).carryOut(catalog, FIRST, () -> checks[0]++);

    assertThat(all().size(), is(1_250));
    assertThat(checks[0], is(greaterThan(2)));
  }

  @Test
  void finishesWhereverItWasCutOff() throws Exception {
    Map<String, String> wanted = Map.of("02", at("02", SECOND), "03", at("03", SECOND));
    int calls = calls();

    for (int cut = 1; cut <= calls; cut++) {
      for (boolean applied : List.of(false, true)) {
        reset();
        Catalog failing = failingAt(cut, applied);
        assertThrows(IOException.class, () -> second().carryOut(failing, SECOND, NO_CHECK));

        second().carryOut(catalog, SECOND, NO_CHECK);

        assertThat("cut off at call " + cut, all(), is(wanted));
      }
    }
  }

  @Test
  void comesOutRightWhereverALaterRunPasses() throws Exception {
    Map<String, String> wanted =
        Map.of("02", at("02", SECOND), "03", at("03", SECOND), "04", at("04", FIRST));
    Registration first =
        registration(List.of(placed("01", FIRST), placed("02", FIRST), placed("04", FIRST)), "03");
    int[] calls = new int[1];
    first.carryOut(between(() -> calls[0]++), FIRST, NO_CHECK);

    for (int pass = 1; pass <= calls[0]; pass++) {
      reset();
      carryOutPassedBy(first, pass);

      LateChanges late = new LateChanges(name());
      late.add(SECOND, second());
      late.add(FIRST, first);
      late.takeBack(catalog, NO_CHECK);
      first.carryOut(catalog, FIRST, NO_CHECK);
      late.takeBack(catalog, NO_CHECK);

      assertThat("passed before call " + pass, all(), is(wanted));
    }
  }

  private void carryOutPassedBy(Registration first, int pass) throws IOException {
    int[] call = new int[1];
    Catalog passed =
        between(
            () -> {
              if (++call[0] == pass) {
                second().carryOut(catalog, SECOND, NO_CHECK);
              }
            });
    try {
      first.carryOut(passed, FIRST, NO_CHECK);
    } catch (IOException e) {
      assertThat(e.getMessage().contains("another process changes it as well"), is(true));
    }
  }

  private Registration second() {
    return registration(List.of(placed("02", SECOND), placed("03", SECOND)), "01");
  }

  /** What the first run has left, before the second. */
  private void reset() throws IOException {
    List<List<String>> values = new ArrayList<>();
    catalog.partitions(name(), null, partition -> values.add(partition.values()));
    catalog.dropPartitions(name(), values);
    registration(List.of(placed("01", FIRST), placed("02", FIRST)))
        .carryOut(catalog, FIRST, NO_CHECK);
  }

  private int calls() throws IOException {
    int[] calls = new int[1];
    reset();
    second().carryOut(between(() -> calls[0]++), SECOND, NO_CHECK);
    return calls[0];
  }

  /** Does something before each call. */
  private interface Step {
    void run() throws IOException;
  }

  private Catalog between(Step step) {
    return catalogOf(
        call -> {
          step.run();
          return call.run();
        });
  }

  private Catalog failingAt(int wanted, boolean applied) {
    int[] count = new int[1];
    return catalogOf(
        call -> {
          boolean fails = ++count[0] == wanted;
          if (!fails) {
            return call.run();
          }
          if (applied) {
            call.run();
          }
          throw new IOException("cut off");
        });
  }

  private interface Call {
    Object run() throws Throwable;
  }

  private interface Around {
    Object run(Call call) throws Throwable;
  }

  private Catalog catalogOf(Around around) {
    return (Catalog)
        Proxy.newProxyInstance(
            Catalog.class.getClassLoader(),
            new Class<?>[] {Catalog.class},
            (proxy, method, arguments) ->
                around.run(
                    () -> {
                      try {
                        return method.invoke(catalog, arguments);
                      } catch (InvocationTargetException e) {
                        throw e.getCause();
                      }
                    }));
  }
}
