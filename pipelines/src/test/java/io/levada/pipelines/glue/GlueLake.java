/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import io.levada.io.catalog.PlainGlue;
import io.levada.io.storage.PlainS3;
import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** A bucket and a database of a test's own, and the command line at work on them. */
final class GlueLake implements AutoCloseable {

  private static final int LOCKS_UNTIL_OLD_ONES_GO = 24;

  private final Sandbox sandbox;
  private final String bucket;
  private final String database;
  private final LevadaCommands levada;
  private final PlainS3 s3;
  private final PlainGlue glue;
  private final Athena athena;

  GlueLake(Sandbox sandbox, SandboxSpace space, Path folder) {
    this.sandbox = sandbox;
    this.bucket = space.bucket();
    this.database = space.tablePrefix().replace('-', '_') + "lake";
    this.levada = new LevadaCommands(folder);
    this.s3 = new PlainS3(sandbox);
    this.glue = new PlainGlue(sandbox, database);
    this.athena = new Athena(s3, glue, folder);
  }

  Sandbox sandbox() {
    return sandbox;
  }

  String bucket() {
    return bucket;
  }

  String database() {
    return database;
  }

  PlainS3 s3() {
    return s3;
  }

  PlainGlue glue() {
    return glue;
  }

  Athena athena() {
    return athena;
  }

  String uri(String path) {
    return "s3://" + bucket + "/" + path;
  }

  /** Runs a pipeline that writes a table of the catalog. */
  int run(String pipeline, String input, String table, String... more) {
    return runInto(database, pipeline, input, table, more);
  }

  /** Runs a pipeline that writes a table of another database. */
  int runInto(String ofDatabase, String pipeline, String input, String table, String... more) {
    List<String> words = new ArrayList<>(List.of(pipeline, "--input=" + input));
    words.addAll(
        List.of(
            "--output=" + uri(table),
            "--catalog=glue",
            "--database=" + ofDatabase,
            "--table=" + table,
            "--endpoint=" + sandbox.endpoint()));
    words.addAll(List.of(more));
    return levada.run(words.toArray(String[]::new));
  }

  /** Writes rows of JSON to a table, by its columns that are named as partitions. */
  int write(String table, String rows, String... more) {
    s3.put(uri("bronze/" + table + ".json"), rows.getBytes(UTF_8));
    List<String> words = new ArrayList<>(List.of(more));
    words.add("--schema=infer");
    words.add("--bookmark=disable");
    return run(
        "parse-events", uri("bronze/" + table + ".json"), table, words.toArray(String[]::new));
  }

  /** As {@link #write}, to be done. */
  void written(String table, String rows, String... more) {
    int exit = write(table, rows, more);
    assertThat(levada.err(), exit, is(0));
  }

  /** Finishes what runs of a table have left. */
  int recover(String table) {
    return levada.command("runs", "recover", uri(table), "--endpoint=" + sandbox.endpoint());
  }

  /** Finishes what runs of a table have left, as often as it takes for old locks to be removed. */
  void recoverUntilOldLocksGo(String table) {
    String locks = uri(table).replaceFirst("/([^/]+)$", "/_levada/$1/locks/");
    for (String object : List.of("lock", "release")) {
      byte[] first = s3.read(locks + object + "-000001.json");
      s3.put(locks + object + "-%06d.json".formatted(LOCKS_UNTIL_OLD_ONES_GO - 2), first);
    }
    for (int i = 0; i < 2; i++) {
      assertThat(levada.err(), recover(table), is(0));
    }
  }

  LevadaCommands levada() {
    return levada;
  }

  /** The folders that hold data files of a table. */
  Set<String> dataFolders(String table) {
    Set<String> folders = new TreeSet<>();
    for (String file : s3.list(uri(table)).keySet()) {
      if (!file.startsWith("_")) {
        folders.add(uri(table) + "/" + file.replaceFirst("/?[^/]*$", ""));
      }
    }
    return folders;
  }

  @Override
  public void close() {
    glue.close();
    s3.close();
  }
}
