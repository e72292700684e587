/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of a local catalog. */
@Timeout(60)
class LocalTableFolderTest {

  private static final TableName NAME = new TableName("bronze", "t");
  private static final CatalogTable TABLE =
      CatalogTable.ofParquet(
          NAME,
          Location.of("/lake/t"),
          List.of(CatalogColumn.of("id", "string"), new CatalogColumn("n", "int", "why")),
          List.of(CatalogColumn.of("mes", "string")));

  @TempDir Path folder;
  private Catalog catalog;

  @BeforeEach
  void createTable() throws Exception {
    catalog = CatalogReference.parse("local:" + folder).open(AwsSettings.ofTheMachine());
    catalog.create(TABLE);
  }

  private static CatalogPartition partition(String mes) {
    return new CatalogPartition(
        List.of(mes),
        Location.of("/lake/t/mes=" + mes),
        TABLE.columns(),
        Map.of("levada.run", "r1", "classification", "parquet"));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("bronze/t"))) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private Path newest() throws IOException {
    return files().get(files().size() - 1);
  }

  private void change(int number) throws IOException {
    catalog.alter(NAME, table -> table.withParameters(Map.of("change", "" + number)));
  }

  /** The catalog through a storage, some calls of which are another's matter. */
  private Catalog through(Around around) {
    Storage storage = Storages.withoutStaging().of(Location.of(folder.toString()));
    Storage proxy =
        (Storage)
            Proxy.newProxyInstance(
                Storage.class.getClassLoader(),
                new Class<?>[] {Storage.class},
                (self, method, arguments) ->
                    around.run(
                        method.getName(),
                        () -> {
                          try {
                            return method.invoke(storage, arguments);
                          } catch (InvocationTargetException e) {
                            throw e.getCause();
                          }
                        }));
    return new LocalCatalog(proxy, Location.of(folder.toString()));
  }

  private interface Call {
    Object run() throws Throwable;
  }

  private interface Around {
    Object run(String method, Call call) throws Throwable;
  }

  @Test
  void canBeReadByPeople() throws Exception {
    catalog.addPartitions(NAME, List.of(partition("01"), partition("02")));

    String text = Files.readString(newest()).replaceAll("[0-9a-f-]{36}", "ID");

    assertThat(
        text,
        is(
            """
            {
              "id" : "ID",
              "before" : ["ID"],
              "database" : "bronze",
              "table" : "t",
              "location" : "/lake/t",
              "format" : {"inputFormat":"org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat",\
            "outputFormat":"org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat",\
            "serde":"org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe",\
            "parameters":{"serialization.format":"1"}},
              "parameters" : {"EXTERNAL":"TRUE","classification":"parquet"},
              "columns" : [
                {"name":"id","type":"string"},
                {"name":"n","type":"int","comment":"why"}
              ],
              "partitionKeys" : [
                {"name":"mes","type":"string"}
              ],
              "partitionColumns" : [
                [{"name":"id","type":"string"},{"name":"n","type":"int","comment":"why"}]
              ],
              "partitions" : [
                {"values":["01"],"location":"/lake/t/mes=01","columns":0,\
            "parameters":{"classification":"parquet","levada.run":"r1"}},
                {"values":["02"],"location":"/lake/t/mes=02","columns":0,\
            "parameters":{"classification":"parquet","levada.run":"r1"}}
              ]
            }
            """));
  }

  @Test
  void keepsTheLastFilesOnly() throws Exception {
    for (int i = 0; i < 20; i++) {
      change(i);
    }

    assertThat(
        files().stream().map(file -> file.getFileName().toString()).toList(),
        contains(
            "state-000017.json",
            "state-000018.json",
            "state-000019.json",
            "state-000020.json",
            "state-000021.json"));
  }

  @Test
  void writesNothingThatIsNotToChange() throws Exception {
    catalog.addPartitions(NAME, List.of(partition("01")));
    List<Path> before = files();

    catalog.addPartitions(NAME, List.of(partition("01")));
    catalog.updatePartitions(NAME, List.of(partition("01")));
    catalog.dropPartitions(NAME, List.of(List.of("09")));
    catalog.create(TABLE);

    assertThat(files(), is(before));
  }

  @Test
  void changesManyPartitionsInOneStep() throws Exception {
    int before = files().size();

    catalog.addPartitions(
        NAME, IntStream.range(0, 5_000).mapToObj(i -> partition("m" + i)).toList());

    assertThat(files().size(), is(before + 1));
  }

  @Test
  void takesAHundredThousandPartitions() throws Exception {
    List<CatalogPartition> many =
        IntStream.range(0, 100_000).mapToObj(i -> partition("m" + i)).toList();

    catalog.addPartitions(NAME, many);
    catalog.addPartitions(NAME, List.of(partition("last")));

    int[] count = new int[1];
    CatalogReference.parse("local:" + folder)
        .open(AwsSettings.ofTheMachine())
        .partitions(NAME, null, partition -> count[0]++);
    assertThat(count[0], is(100_001));
    assertThat(Files.size(newest()), is(lessThan(20_000_000L)));
  }

  @Test
  void letsNoWriterWinWhoHasSlept() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    boolean[] slept = new boolean[1];
    Catalog slow =
        through(
            (method, call) -> {
              if (method.equals("createIfAbsent") && !slept[0]) {
                slept[0] = true;
                for (int i = 0; i < 20; i++) {
                  change(i);
                }
              }
              return call.run();
            });

    slow.alter(
        NAME,
        table -> {
          asked.incrementAndGet();
          return table.withParameters(Map.of("slow", "1"));
        });

    Map<String, String> wanted = new LinkedHashMap<>(TABLE.parameters());
    wanted.put("change", "19");
    wanted.put("slow", "1");
    assertThat(asked.get(), is(2));
    assertThat(catalog.table(NAME).orElseThrow().parameters(), is(wanted));
  }

  @Test
  void knowsAChangeWhoseAnswerWasLost() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    Catalog losing =
        through(
            (method, call) -> {
              Object answer = call.run();
              if (method.equals("createIfAbsent")) {
                throw new IOException("lost");
              }
              return answer;
            });

    losing.alter(
        NAME,
        table -> {
          asked.incrementAndGet();
          return table.withParameters(Map.of("a", "1"));
        });

    assertThat(asked.get(), is(1));
    assertThat(catalog.table(NAME).orElseThrow().parameters().get("a"), is("1"));
  }

  @Test
  void knowsAChangeWhoseAnswerWasLostThoughOthersFollowed() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    boolean[] lost = new boolean[1];
    Catalog losing =
        through(
            (method, call) -> {
              Object answer = call.run();
              if (method.equals("createIfAbsent") && !lost[0]) {
                lost[0] = true;
                change(1);
                change(2);
                throw new IOException("lost");
              }
              return answer;
            });

    losing.alter(
        NAME,
        table -> {
          asked.incrementAndGet();
          return table.withParameters(Map.of("a", "1"));
        });

    assertThat(asked.get(), is(1));
    assertThat(catalog.table(NAME).orElseThrow().parameters().get("change"), is("2"));
  }

  @Test
  void failsIfItCannotWrite() throws Exception {
    Catalog failing =
        through(
            (method, call) -> {
              if (method.equals("createIfAbsent")) {
                throw new IOException("disk full");
              }
              return call.run();
            });

    Exception e =
        assertThrows(
            IOException.class, () -> failing.alter(NAME, table -> table.withColumns(List.of())));

    assertThat(e.getMessage(), is("disk full"));
    assertThat(catalog.table(NAME).orElseThrow(), is(TABLE));
  }

  @Test
  void readsAgainIfAFileWasRemovedMeanwhile() throws Exception {
    boolean[] removed = new boolean[1];
    Catalog reader =
        through(
            (method, call) -> {
              Object answer = call.run();
              if (method.equals("list") && !removed[0]) {
                removed[0] = true;
                for (int i = 0; i < 20; i++) {
                  change(i);
                }
              }
              return answer;
            });

    assertThat(reader.table(NAME).orElseThrow().parameters().get("change"), is("19"));
  }

  @Test
  void changesThoughOldFilesCannotBeRemoved() throws Exception {
    for (int i = 0; i < 6; i++) {
      change(i);
    }
    Catalog failing =
        through(
            (method, call) -> {
              if (method.startsWith("delete")) {
                throw new IOException("not now");
              }
              return call.run();
            });

    failing.alter(NAME, table -> table.withParameters(Map.of("a", "1")));

    assertThat(catalog.table(NAME).orElseThrow().parameters().get("a"), is("1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{}", "{\"unknown\":1}", "null"})
  void namesAFileThatIsDamaged(String content) throws Exception {
    Path file = newest();
    Files.writeString(file, content);

    Exception e =
        assertThrows(
            IOException.class,
            () ->
                CatalogReference.parse("local:" + folder)
                    .open(AwsSettings.ofTheMachine())
                    .table(NAME));

    assertThat(
        e.getMessage(),
        is(
            "Cannot read "
                + file
                + ": it is no state of a table that this version of Levada knows (restore the"
                + " file; or remove it, and the one before it counts)"));
  }

  @Test
  void leavesOtherFilesAlone() throws Exception {
    Files.writeString(folder.resolve(".DS_Store"), "x");
    Files.writeString(folder.resolve("bronze/notes.txt"), "x");
    Files.writeString(folder.resolve("bronze/t/state-1.json.bak"), "x");
    Files.createDirectories(folder.resolve("bronze/t/old"));
    Files.writeString(folder.resolve("bronze/t/old/state-000099.json"), "x");
    Files.writeString(folder.resolve("bronze/state-000099.json"), "x");
    Files.createDirectories(folder.resolve("bronze/copy of t"));
    Files.copy(newest(), folder.resolve("bronze/copy of t/state-000001.json"));
    change(1);
    change(2);
    catalog.alter(NAME, table -> TABLE);

    assertThat(catalog.databases(), contains("bronze"));
    assertThat(catalog.tables("bronze"), contains(TABLE));
    assertThat(catalog.table(NAME).orElseThrow(), is(TABLE));
  }

  @Test
  void remembersThatATableWasDropped() throws Exception {
    catalog.drop(NAME);
    List<Path> before = new ArrayList<>(files());

    catalog.create(TABLE);

    assertThat(files().size(), is(before.size() + 1));
    assertThat(catalog.table(NAME).orElseThrow(), is(TABLE));
  }

  @ParameterizedTest
  @CsvSource({
    "sample_data, sample_data",
    "a-b, a-b",
    "a b%, a%20b%25",
    "salário, sal%C3%A1rio",
    "A, %41"
  })
  void hasFolderNamesThatEveryFileSystemTakes(String name, String expected) {
    assertThat(LocalName.of(name), is(expected));
  }

  @Test
  void hasShortFolderNames() {
    String one = LocalName.of("é".repeat(254) + "1");
    String two = LocalName.of("é".repeat(254) + "2");

    assertThat(one.length(), is(lessThan(200)));
    assertThat(one.equals(two), is(false));
  }
}
