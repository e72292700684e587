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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/iam/csv-to-trusted.json} allows what the job does, and nothing else. */
@ExtendWith(SandboxExtension.class)
class CsvToTrustedPolicyTest {

  private static final Path FILE = Path.of("../deploy/iam/csv-to-trusted.json");

  @TempDir private Path folder;

  @Test
  void allowsAllThatTheJobDoesAndNoMore(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      put(lake, "a.csv", "id;nome;ano\n1;ana;2023\n2;rui;2024\nx;y\n");
      put(lake, "b.csv", "id;nome;ano;mais\n3;eva;2024;1\n");
      IamRequests requests = new IamRequests(sandbox, lake.s3(), lake.bucket());

      runInEveryWay(lake);

      IamPolicy policy = IamPolicy.read(FILE, values(lake));
      assertThat(requests.deniedBy(policy), empty());
      assertThat(
          requests.unusedOf(policy).stream().map(Grant::inShort).toList(),
          containsInAnyOrder(
              // Rejects that are staged in vain: by an attempt that another has overtaken.
              "s3:AbortMultipartUpload on _levada/trusted/*",
              // What a Glue job has printed is sent by Glue, not by the job.
              "logs:CreateLogGroup on log-group:/aws-glue/*",
              "logs:CreateLogStream on log-group:/aws-glue/*",
              "logs:PutLogEvents on log-group:/aws-glue/*"));
    }
  }

  @Test
  void writesToTrustedAndReadsRawOnly(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      List<Grant> grants = IamPolicy.read(FILE, values(lake)).grants();

      assertThat(
          grants.stream()
              .filter(grant -> !grant.action().matches("s3:(Get|List).*|glue:(Get|BatchGet).*"))
              .map(Grant::resource)
              .filter(resource -> resource.contains("raw") || resource.equals("*"))
              .toList(),
          empty());
      assertThat(
          grants.stream().map(Grant::action).filter(action -> action.contains("*")).toList(),
          empty());
    }
  }

  /** A first run, one that is undone, one that replaces, one that is cut off, one that adds. */
  private static void runInEveryWay(GlueLake lake) {
    Sandbox sandbox = lake.sandbox();
    load(0, lake, "a.csv", "--writeMode=overwrite");
    Fault noManifest = Fault.accessDenied().on("PutObject").ofKeyMatching(".*/manifest.*");
    sandbox.faults().add(noManifest.ofBucket(lake.bucket()).times(1));
    load(1, lake, "b.csv", "--writeMode=overwrite");
    sandbox.faults().add(Fault.accessDenied().on("BatchUpdatePartition").times(1));
    load(6, lake, "b.csv", "--writeMode=overwrite", "--retain=0");
    load(0, lake, "", "--writeMode=append");
    lake.recoverUntilOldLocksGo("trusted");
  }

  private static void put(GlueLake lake, String name, String rows) {
    lake.s3().put(lake.uri("raw/" + name), rows.getBytes(UTF_8));
  }

  private static void load(int expected, GlueLake lake, String file, String... options) {
    String[] all = new String[options.length + 2];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--partitionFields=ano";
    all[options.length + 1] = "--bookmark=disable";
    int exit =
        lake.run(
            "csv-to-trusted", lake.uri(file.isEmpty() ? "raw" : "raw/" + file), "trusted", all);
    assertThat(lake.levada().err(), exit, is(expected));
  }

  private static Map<String, String> values(GlueLake lake) {
    return Map.of(
        "bucket",
        lake.bucket(),
        "raw",
        "raw",
        "trusted",
        "trusted",
        "region",
        IamRequests.REGION,
        "account",
        IamRequests.ACCOUNT,
        "trusted-database",
        lake.database(),
        "trusted-table",
        "trusted");
  }
}
