/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code levada crawl}, {@code tables} and {@code describe} with Glue and S3. */
@ExtendWith(SandboxExtension.class)
class CatalogCommandsOnGlueTest {

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Location table;
  private Storage storage;
  private String endpoint;
  private String database;

  @BeforeEach
  void begin(Sandbox sandbox, SandboxSpace space) throws Exception {
    levada = new LevadaCommands(folder);
    table = Location.of("s3://" + space.bucket()).child("people");
    storage =
        Storages.withoutStaging()
            .withAws(AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint()))
            .of(table);
    endpoint = "--endpoint=" + sandbox.endpoint();
    database = "db_" + space.bucket().replaceAll("[^a-z0-9]", "_");
    write("ano=2023", "SELECT 1::SMALLINT AS id");
  }

  @Test
  void registersAFolderAndShowsIt() {
    assertThat(
        levada("crawl", table.uri(), "--database=" + database, "--partitionTypes=ano:int"), is(0));
    assertThat(levada.out(), containsString("Registered " + database + ".people in glue\n"));

    assertThat(levada("tables", database), is(0));
    assertThat(
        levada.out().lines().toList().get(2),
        equalTo(database + ".people        1  ano             " + table));

    assertThat(levada("describe", database + ".people"), is(0));
    assertThat(levada.out(), containsString("ano     int       partition key\n"));
    assertThat(levada.out(), containsString("2023            " + table + "/ano=2023\n"));
  }

  @Test
  void evolvesATable() throws Exception {
    levada("crawl", table.uri(), "--database=" + database);
    write("ano=2024", "SELECT 2::INT AS id, 'x' AS name");

    assertThat(levada("crawl", table.uri(), "--database=" + database), is(0));

    assertThat(levada.out(), containsString("id      int     was smallint\nname    string  new\n"));
    assertThat(levada.out(), containsString("1 new partition, 0 in another folder than before"));
  }

  private int levada(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add("--catalog=glue");
    all.add(endpoint);
    return levada.command(all.toArray(String[]::new));
  }

  private void write(String partition, String select) throws IOException, SQLException {
    Path file = folder.resolve("f.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duckDb = connection.createStatement()) {
      duckDb.execute("COPY (" + select + ") TO '" + file + "'");
    }
    storage.write(table.child(partition).child("f.parquet"), Files.readAllBytes(file));
  }
}
