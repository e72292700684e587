/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.lake.LakeTable;
import io.levada.io.lake.TableFile;
import io.levada.io.storage.ChangedWhileReadingException;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchedFilesTest {

  private final TestSession session = new TestSession();
  private final Storages storages = Storages.withoutStaging();

  @TempDir private Path folder;
  private Location table;
  private List<TableFile> files;

  @BeforeEach
  void writeFiles() throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duckDb = connection.createStatement()) {
      duckDb.execute("COPY (SELECT 1 AS id) TO '" + folder.resolve("a.parquet") + "'");
      duckDb.execute(
          "COPY (SELECT range FROM range(500000)) TO '" + folder.resolve("b.parquet") + "'");
    }
    table = Location.of(folder.toString());
    files = LakeTable.list(storages, table).files();
  }

  @Test
  void areCopiesInTheOrderOfTheirFiles() throws IOException {
    try (FetchedFiles fetched = fetched(Long.MAX_VALUE)) {
      List<Path> paths = fetched.fetch(files, table);

      assertThat(Files.mismatch(paths.get(0), folder.resolve("a.parquet")), is(-1L));
      assertThat(Files.mismatch(paths.get(1), folder.resolve("b.parquet")), is(-1L));
    }
  }

  @Test
  void areGoneBehindTheQuery() throws IOException {
    Path path;
    try (FetchedFiles fetched = fetched(Long.MAX_VALUE)) {
      path = fetched.fetch(files, table).get(0);
    }

    assertThat(Files.exists(path.getParent().getParent()), is(false));
  }

  @Test
  void areGoneWhenTheProcessIsAskedToStop() throws IOException {
    FetchedFiles fetched = fetched(Long.MAX_VALUE);
    Path path = fetched.fetch(files, table).get(0);

    session.interrupt();

    assertThat(Files.exists(path.getParent().getParent()), is(false));
    RunFailedException ended = assertThrows(RunFailedException.class, fetched::close);
    assertThat(ended.exitCode(), is(ExitCode.INTERRUPTED));
  }

  @Test
  void areAllTogetherNoMoreThanAllowed() throws IOException {
    long first = files.get(0).entry().size();
    try (FetchedFiles fetched = fetched(first + files.get(1).entry().size() - 1)) {
      assertThat(fetched.fetch(files.subList(0, 1), table).size(), is(1));

      assertThrows(TooMuchToFetchException.class, () -> fetched.fetch(files.subList(1, 2), table));
    }
  }

  @Test
  void areThoseThatWereListed() throws IOException {
    Files.write(folder.resolve("a.parquet"), new byte[] {1});
    try (FetchedFiles fetched = fetched(Long.MAX_VALUE)) {
      assertThrows(ChangedWhileReadingException.class, () -> fetched.fetch(files, table));
    }
  }

  @Test
  void countOnceIfTheyAreFetchedAgain() throws IOException {
    Files.write(folder.resolve("a.parquet"), new byte[] {1});
    long all = files.stream().mapToLong(file -> file.entry().size()).sum();
    try (FetchedFiles fetched = fetched(all)) {
      assertThrows(ChangedWhileReadingException.class, () -> fetched.fetch(files, table));
      List<TableFile> again = files.subList(1, 2);

      Path path = fetched.fetch(again, table).get(0);

      try (Stream<Path> left = Files.walk(path.getParent().getParent())) {
        assertThat(left.filter(Files::isRegularFile).toList(), contains(path));
      }
    }
  }

  private FetchedFiles fetched(long maxBytes) {
    return new FetchedFiles(storages, session, maxBytes);
  }
}
