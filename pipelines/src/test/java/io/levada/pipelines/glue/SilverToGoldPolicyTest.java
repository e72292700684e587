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
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/iam/silver-to-gold.json} allows what the job does, and nothing else. */
@ExtendWith(SandboxExtension.class)
class SilverToGoldPolicyTest {

  private static final Path FILE = Path.of("../deploy/iam/silver-to-gold.json");

  @TempDir private Path folder;

  @Test
  void allowsAllThatTheJobDoesAndNoMore(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      makeSilver(lake);
      IamRequests requests = new IamRequests(sandbox, lake.s3(), lake.bucket());

      runInEveryWay(lake);

      IamPolicy policy = IamPolicy.read(FILE, values(lake));
      assertThat(requests.deniedBy(policy), empty());
      assertThat(
          requests.unusedOf(policy).stream().map(Grant::inShort).toList(),
          containsInAnyOrder(
              // Rejects that are staged in vain: rows whose partition no folder can be, of which
              // silver, being partitioned alike, has none.
              "s3:AbortMultipartUpload on _levada/gold/*",
              // What a Glue job has printed is sent by Glue, not by the job.
              "logs:CreateLogGroup on log-group:/aws-glue/*",
              "logs:CreateLogStream on log-group:/aws-glue/*",
              "logs:PutLogEvents on log-group:/aws-glue/*"));
    }
  }

  @Test
  void writesToGoldAndReadsSilverOnly(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      IamPolicy policy = IamPolicy.read(FILE, values(lake));

      List<Grant> writing =
          policy.grants().stream().filter(grant -> !isReading(grant.action())).toList();

      assertThat(
          writing.stream()
              .map(Grant::resource)
              .filter(resource -> resource.contains("silver") || resource.equals("*"))
              .toList(),
          empty());
      assertThat(
          policy.grants().stream().map(Grant::action).filter(a -> a.contains("*")).toList(),
          empty());
    }
  }

  private static boolean isReading(String action) {
    return action.matches("s3:(Get|List).*|glue:(Get|BatchGet).*");
  }

  private static void makeSilver(GlueLake lake) {
    StringBuilder people = new StringBuilder();
    for (String month : List.of("01", "02", "03")) {
      people.append(
          "{\"idade\":30,\"ativo\":true,\"salario\":1000.5,\"ano\":\"2024\",\"mes\":\"%s\"}\n"
              .formatted(month));
    }
    lake.written("silver", people.toString(), "--partitionFields=ano,mes", "--writeMode=overwrite");
  }

  private void runInEveryWay(GlueLake lake) {
    Sandbox sandbox = lake.sandbox();
    aggregate(0, lake);
    aggregate(0, lake, "--where=mes >= '02'");
    Fault noManifest = Fault.accessDenied().on("PutObject").ofKeyMatching(".*/manifest.*");
    sandbox.faults().add(noManifest.ofBucket(lake.bucket()).times(1));
    aggregate(1, lake);
    sandbox.faults().add(Fault.accessDenied().on("BatchUpdatePartition").times(1));
    aggregate(6, lake);
    aggregate(0, lake, "--measures=mean(salario) as salario_medio, count(*) as pessoas");
    lake.recoverUntilOldLocksGo("gold");
  }

  private static void aggregate(int expected, GlueLake lake, String... options) {
    int exit =
        lake.runInto(
            lake.database() + "_gold",
            "silver-to-gold",
            "catalog:" + lake.database() + ".silver",
            "gold",
            options);
    assertThat(lake.levada().err(), exit, is(expected));
  }

  private static Map<String, String> values(GlueLake lake) {
    return Map.of(
        "bucket",
        lake.bucket(),
        "silver",
        "silver",
        "gold",
        "gold",
        "region",
        IamRequests.REGION,
        "account",
        IamRequests.ACCOUNT,
        "silver-database",
        lake.database(),
        "silver-table",
        "silver",
        "gold-database",
        lake.database() + "_gold",
        "gold-table",
        "gold");
  }
}
