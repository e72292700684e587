/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.glue.IamPolicy.Grant;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/iam/tmdb-to-trusted.json} allows what the job does, and nothing else. */
@ExtendWith(SandboxExtension.class)
class TmdbToTrustedPolicyTest {

  private static final Path FILE = Path.of("../deploy/iam/tmdb-to-trusted.json");
  private static final Path RAW = Path.of("../test-data/tmdb/raw/dt=2026-03-01");
  @TempDir private Path folder;

  @Test
  void allowsAllThatTheJobDoesAndNoMore(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      putRaw(lake);
      IamRequests requests = new IamRequests(sandbox, lake.s3(), lake.bucket());

      runInEveryWay(lake);

      IamPolicy policy = IamPolicy.read(FILE, values(lake));
      assertThat(requests.deniedBy(policy), empty());
      assertThat(
          requests.unusedOf(policy).stream().map(Grant::inShort).toList(),
          containsInAnyOrder(
              // What a Glue job has printed is sent by Glue, not by the job.
              "logs:CreateLogGroup on log-group:/aws-glue/*",
              "logs:CreateLogStream on log-group:/aws-glue/*",
              "logs:PutLogEvents on log-group:/aws-glue/*"));
    }
  }

  @Test
  void onlyReadsRaw(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      List<Grant> grants = IamPolicy.read(FILE, values(lake)).grants();

      assertThat(
          grants.stream()
              .filter(grant -> !grant.action().matches("s3:(Get|List).*|glue:(Get|BatchGet).*"))
              .map(Grant::resource)
              .filter(resource -> resource.contains("tmdb") || resource.equals("*"))
              .toList(),
          empty());
      assertThat(
          grants.stream().map(Grant::action).filter(action -> action.contains("*")).toList(),
          empty());
    }
  }

  private static void putRaw(GlueLake lake) throws IOException {
    try (Stream<Path> files = Files.list(RAW)) {
      for (Path file : files.toList()) {
        String uri = lake.uri("tmdb/dt=2026-03-01/run=1/" + file.getFileName());
        lake.s3().put(uri, Files.readAllBytes(file));
      }
    }
    lake.s3().put(lake.uri("tmdb/later.jsonl"), "{\"id\":1}\nno json\n".getBytes(UTF_8));
  }

  /** A first run, one that is undone, one that replaces, one that is cut off, one that adds. */
  private static void runInEveryWay(GlueLake lake) {
    Sandbox sandbox = lake.sandbox();
    load(0, lake, "tmdb/dt=2026-03-01", "--bookmark=enable");
    Fault noManifest = Fault.accessDenied().on("PutObject").ofKeyMatching(".*/manifest.*");
    sandbox.faults().add(noManifest.ofBucket(lake.bucket()).times(1));
    load(1, lake, "tmdb", "--bookmark=enable");
    load(0, lake, "tmdb", "--bookmark=enable");
    sandbox.faults().add(Fault.accessDenied().on("BatchUpdatePartition").times(1));
    load(6, lake, "tmdb", "--bookmark=disable", "--writeMode=overwrite", "--retain=0");
    load(
        0,
        lake,
        "tmdb/dt=2026-03-01",
        "--bookmark=disable",
        "--writeMode=overwrite",
        "--unknownFields=keep");
    load(0, lake, "tmdb", "--bookmark=disable", "--writeMode=append");
    lake.recoverUntilOldLocksGo("films");
  }

  private static void load(int expected, GlueLake lake, String input, String... options) {
    int exit = lake.run("tmdb-to-trusted", lake.uri(input), "films", options);
    assertThat(lake.levada().err(), exit, is(expected));
  }

  private static Map<String, String> values(GlueLake lake) {
    return Map.of(
        "bucket",
        lake.bucket(),
        "raw",
        "tmdb",
        "trusted",
        "films",
        "region",
        IamRequests.REGION,
        "account",
        IamRequests.ACCOUNT,
        "trusted-database",
        lake.database(),
        "trusted-table",
        "films");
  }
}
