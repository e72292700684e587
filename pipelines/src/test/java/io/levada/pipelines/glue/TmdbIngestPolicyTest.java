/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.glue.IamPolicy.Grant;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import io.levada.sandbox.TmdbFault;
import io.levada.sandbox.TmdbFilms;
import io.levada.sandbox.TmdbServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/iam/tmdb-ingest.json} allows what the job does, and nothing else. */
@ExtendWith(SandboxExtension.class)
class TmdbIngestPolicyTest {

  private static final Path FILE = Path.of("../deploy/iam/tmdb-ingest.json");
  private static final String PARAMETER = "/levada/tmdb";
  private static final int FAILED = 1;
  private static final int TOO_MANY_REJECTS = 3;
  private static final int UNFINISHED = 6;
  @TempDir private Path folder;

  @Test
  @SuppressWarnings("try") // the store is found by Java's properties while it is open
  void allowsAllThatTheJobDoesAndNoMore(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder);
        TmdbServer tmdb = TmdbServer.start(TmdbFilms.generated(45))) {
      IamRequests requests = new IamRequests(sandbox, lake.s3(), lake.bucket());
      try (ParameterStore store = new ParameterStore(tmdb.token(), requests::addOfParameter)) {
        runInEveryWay(lake, tmdb);
      }

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
  void changesItsOwnFoldersOnly(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      List<Grant> grants = IamPolicy.read(FILE, values(lake)).grants();

      assertThat(
          grants.stream()
              .filter(grant -> grant.action().startsWith("s3:"))
              .filter(grant -> !grant.action().matches("s3:(Get|List).*"))
              .map(Grant::inShort)
              .toList(),
          containsInAnyOrder(
              "s3:PutObject on tmdb/*",
              "s3:PutObject on _levada/tmdb/*",
              "s3:AbortMultipartUpload on tmdb/*",
              "s3:AbortMultipartUpload on _levada/tmdb/*",
              "s3:DeleteObject on tmdb/*",
              "s3:DeleteObject on _levada/tmdb/collections/*",
              "s3:DeleteObject on _levada/tmdb/locks/*"));
      assertThat(
          grants.stream().map(Grant::action).filter(action -> action.contains("*")).toList(),
          empty());
    }
  }

  /** All that a run can come to, and the one that finishes what was left. */
  private static void runInEveryWay(GlueLake lake, TmdbServer tmdb) {
    Sandbox sandbox = lake.sandbox();
    ingest(0, lake, tmdb);
    ingest(0, lake, tmdb);

    tmdb.faults().add(TmdbFault.error(401).onFilm(24));
    ingest(FAILED, lake, tmdb, "--collected=replace");
    tmdb.faults().clear();
    tmdb.faults().add(TmdbFault.error(404).onFilm(24));
    ingest(TOO_MANY_REJECTS, lake, tmdb, "--collected=replace", "--maxRejects=0");
    sandbox.faults().add(noManifest(lake));
    ingest(FAILED, lake, tmdb, "--collected=replace");
    sandbox
        .faults()
        .add(
            Fault.accessDenied()
                .on("CompleteMultipartUpload")
                .ofBucket(lake.bucket())
                .ofKeyMatching(".*idiomas.json")
                .times(1));
    ingest(UNFINISHED, lake, tmdb, "--collected=replace");
    ingest(0, lake, tmdb, "--collected=replace");
    lake.recoverUntilOldLocksGo("tmdb");
  }

  private static Fault noManifest(GlueLake lake) {
    return Fault.accessDenied()
        .on("PutObject")
        .ofBucket(lake.bucket())
        .ofKeyMatching(".*/manifest.*")
        .times(1);
  }

  private static void ingest(int expected, GlueLake lake, TmdbServer tmdb, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "tmdb-ingest",
                "--output=" + lake.uri("tmdb"),
                "--apiKey=ssm:" + PARAMETER,
                "--baseUrl=" + tmdb.baseUrl(),
                "--collectionDate=2026-03-01",
                "--maxRequestsPerSecond=100000",
                "--awsRegion=" + IamRequests.REGION,
                "--endpoint=" + lake.sandbox().endpoint()));
    words.addAll(List.of(options));
    int exit = lake.levada().run(words.toArray(String[]::new));
    assertThat(lake.levada().err(), exit, is(expected));
  }

  private static Map<String, String> values(GlueLake lake) {
    return Map.of(
        "bucket",
        lake.bucket(),
        "raw",
        "tmdb",
        "region",
        IamRequests.REGION,
        "account",
        IamRequests.ACCOUNT,
        "parameter",
        PARAMETER.substring(1));
  }
}
