/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code levada head} and {@code levada count} on S3. */
@ExtendWith(SandboxExtension.class)
class InspectOnS3Test {

  @TempDir private Path folder;
  private LevadaCommands levada;
  private Location bucket;
  private Storage storage;
  private String endpoint;

  @BeforeEach
  void begin(Sandbox sandbox, SandboxSpace space) {
    levada = new LevadaCommands(folder);
    bucket = Location.of("s3://" + space.bucket());
    storage =
        Storages.withoutStaging()
            .withAws(AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint()))
            .of(bucket);
    endpoint = "--endpoint=" + sandbox.endpoint();
  }

  @Test
  void showsRecords() throws Exception {
    storage.write(bucket.child("in/a b+%.json"), "{\"x\":1}\n{\"x\":2}\n".getBytes(UTF_8));

    assertThat(levada.command("head", bucket + "/in", endpoint), is(0));

    assertThat(levada.out(), startsWith("x\n-\n1\n2\n\n"));
  }

  @Test
  void showsATable() throws Exception {
    writeTable();

    assertThat(levada.command("head", bucket + "/table", "--rows=1", endpoint), is(0));

    assertThat(levada.out(), startsWith("n  day\n-  ---\n1  1\n\n"));
  }

  @Test
  void countsATable() throws Exception {
    writeTable();

    assertThat(levada.command("count", bucket + "/table", endpoint), is(0));

    assertThat(
        levada.out(),
        equalTo(
            """
            partition  files  rows
            ---------  -----  ----
            day=1          1     2
            """));
  }

  @Test
  void saysInOneLineThatTheBucketIsMissing() {
    assertThat(levada.command("count", "s3://no-such-bucket/table", endpoint), is(1));

    assertThat(
        levada.err(),
        is(
            "levada: Cannot look at s3://no-such-bucket/table: NoSuchBucket: The specified bucket"
                + " does not exist (create the bucket, or check its name)\n"));
  }

  private void writeTable() throws Exception {
    Path file = folder.resolve("f.parquet");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement duckDb = connection.createStatement()) {
      duckDb.execute("COPY (SELECT unnest([1, 2]) AS n) TO '" + file + "'");
    }
    storage.write(bucket.child("table/day=1/f.parquet"), Files.readAllBytes(file));
  }
}
