/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.levada.pipelines.glue.IamPolicy.Grant;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code deploy/iam/to-dynamodb.json} allows what the job does, with {@code to-dynamodb-lake.json}
 * what it does for the lake, and nothing else.
 */
@ExtendWith(SandboxExtension.class)
class ToDynamoDbPolicyTest {

  private static final Path FILE = Path.of("../deploy/iam/to-dynamodb.json");
  private static final Path LAKE_FILE = Path.of("../deploy/iam/to-dynamodb-lake.json");
  private static final String CREATE = "CreateTheTable";
  private static final int FAILED = 1;
  private static final int UNFINISHED = 6;
  @TempDir private Path folder;
  private String table;

  @BeforeEach
  void nameTable(SandboxSpace space) {
    table = space.tablePrefix() + "people";
  }

  @Test
  void allowsAllThatTheJobDoesAndNoMore(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      putInput(lake);
      IamRequests requests = new IamRequests(sandbox, lake.s3(), lake.bucket());

      load(0, lake, "a.csv", "--createTable=true");
      cutOffInEveryWay(lake);
      leaveItems(lake);
      discard(0, lake, "_dynamodb/" + table + "/items");
      lake.recoverUntilOldLocksGo("_dynamodb/" + table + "/items");
      lake.recoverUntilOldLocksGo("_dynamodb/" + table);

      IamPolicy policy = IamPolicy.read(FILE, values(lake));
      assertThat(requests.deniedBy(policy), empty());
      assertThat(
          requests.unusedOf(policy).stream().map(Grant::inShort).toList(),
          containsInAnyOrder(
              // Rejects that are staged in vain: by an attempt that another has overtaken.
              "s3:AbortMultipartUpload on _dynamodb/_levada/" + table + "/*",
              // What a Glue job has printed is sent by Glue, not by the job.
              "logs:CreateLogGroup on log-group:/aws-glue/*",
              "logs:CreateLogStream on log-group:/aws-glue/*",
              "logs:PutLogEvents on log-group:/aws-glue/*"));
    }
  }

  @Test
  void allowsTheLakeBesideAndNoMore(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      putInput(lake);
      IamRequests requests = new IamRequests(sandbox, lake.s3(), lake.bucket());
      String[] options = toTheLake(lake);

      load(0, lake, "a.csv", with(options, "--createTable=true"));
      sandbox.faults().add(Fault.accessDenied().on("BatchCreatePartition").times(1));
      load(UNFINISHED, lake, "a.csv", with(options, "--idCarga=cut"));
      cutOffInEveryWay(lake, options);
      String ofItsOwn = "--mapping=id,nome,'v1':data_versao,'all':id_carga";
      load(0, lake, "a.csv", with(options, ofItsOwn));
      load(0, lake, "b.csv", with(options, ofItsOwn));
      leaveItems(lake, with(options, "--idCarga=unwanted"));
      discard(0, lake, "lake");
      lake.recoverUntilOldLocksGo("lake");

      IamPolicy ofLake = IamPolicy.read(LAKE_FILE, values(lake));
      assertThat(requests.deniedBy(IamPolicy.read(FILE, values(lake)).and(ofLake)), empty());
      assertThat(
          requests.unusedOf(ofLake).stream().map(Grant::inShort).toList(),
          // Rejects that are staged in vain: by an attempt that another has overtaken.
          is(List.of("s3:AbortMultipartUpload on _levada/lake/*")));
    }
  }

  @Test
  void leavesADiscardThatMayNotDropPartitionsToOneThatMay(Sandbox sandbox, SandboxSpace space)
      throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      putInput(lake);
      load(0, lake, "b.csv", with(toTheLake(lake), "--createTable=true"));
      leaveItems(lake, with(toTheLake(lake), "--idCarga=unwanted"));

      sandbox.faults().add(Fault.accessDenied().on("BatchDeletePartition").times(1));
      discard(UNFINISHED, lake, "lake");
      assertThat(idsInTheCatalog(lake), hasItem("unwanted"));
      assertThat(lake.levada().err(), lake.recover("lake"), is(0));

      assertThat(idsInTheCatalog(lake), not(hasItem("unwanted")));
    }
  }

  private static List<String> idsInTheCatalog(GlueLake lake) {
    return lake.glue().partitions("people").stream()
        .map(partition -> partition.values().get(1))
        .toList();
  }

  @Test
  void needsNotCreateATableThatIsThere(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      putInput(lake);
      load(0, lake, "a.csv", "--createTable=true");
      IamRequests requests = new IamRequests(sandbox, lake.s3(), lake.bucket());

      load(0, lake, "b.csv");

      IamPolicy policy = IamPolicy.read(FILE, values(lake)).without(CREATE);
      assertThat(requests.deniedBy(policy), empty());
    }
  }

  @Test
  void onlyReadsTheInput(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      List<Grant> grants =
          IamPolicy.read(FILE, values(lake)).and(IamPolicy.read(LAKE_FILE, values(lake))).grants();

      assertThat(
          grants.stream()
              .filter(grant -> !grant.action().matches("s3:(Get|List).*|glue:(Get|BatchGet).*"))
              .map(Grant::inShort)
              .filter(grant -> grant.matches(".* on (people|\\*).*"))
              .toList(),
          empty());
      assertThat(
          grants.stream().map(Grant::action).filter(action -> action.contains("*")).toList(),
          empty());
    }
  }

  private static void putInput(GlueLake lake) {
    put(lake, "a.csv", "id,nome\n1,Ana\n2,Rui\n,nobody\n");
    put(lake, "b.csv", "id,nome\n3,Eva\n");
    put(lake, "c.csv", "id,nome,uf\n4,Lia,SP\n");
  }

  private static void put(GlueLake lake, String name, String rows) {
    lake.s3().put(lake.uri("people/" + name), rows.getBytes(UTF_8));
  }

  /** A first step that is undone, a load that ends in the middle, and what follows them. */
  private void cutOffInEveryWay(GlueLake lake, String... options) {
    Sandbox sandbox = lake.sandbox();
    sandbox.faults().add(noObject(lake, ".*/manifest.*"));
    load(FAILED, lake, "b.csv", options);
    sandbox.faults().add(Fault.accessDenied().on("BatchWriteItem").times(1));
    load(FAILED, lake, "b.csv", options);
    load(0, lake, "b.csv", options);
    load(0, lake, "", with(options, "--bookmark=enable"));
  }

  /** Items whose load is refused. */
  private void leaveItems(GlueLake lake, String... options) {
    lake.sandbox().faults().add(Fault.accessDenied().on("BatchWriteItem").times(1));
    load(FAILED, lake, "a.csv", options);
  }

  private static void discard(int expected, GlueLake lake, String items) {
    int exit =
        lake.levada()
            .command(
                "runs",
                "discard",
                lake.uri(items),
                "latest",
                "--partly-loaded",
                "--awsRegion=" + IamRequests.REGION,
                "--endpoint=" + lake.sandbox().endpoint());
    assertThat(lake.levada().err(), exit, is(expected));
  }

  private static Fault noObject(GlueLake lake, String key) {
    return Fault.accessDenied().on("PutObject").ofBucket(lake.bucket()).ofKeyMatching(key).times(1);
  }

  private static String[] toTheLake(GlueLake lake) {
    return new String[] {
      "--lakeOutput=" + lake.uri("lake"),
      "--lakeCatalog=glue",
      "--lakeDatabase=" + lake.database(),
      "--lakeTable=people"
    };
  }

  private static String[] with(String[] options, String one) {
    List<String> all = new ArrayList<>(List.of(options));
    all.add(one);
    return all.toArray(String[]::new);
  }

  private void load(int expected, GlueLake lake, String file, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "to-dynamodb",
                "--input=" + lake.uri(file.isEmpty() ? "people" : "people/" + file),
                "--table=" + table,
                "--keyFields=id",
                "--ledger=" + lake.uri("_dynamodb/" + table),
                "--awsRegion=" + IamRequests.REGION,
                "--endpoint=" + lake.sandbox().endpoint()));
    words.addAll(List.of(options));
    int exit = lake.levada().run(words.toArray(String[]::new));
    assertThat(lake.levada().err(), exit, is(expected));
  }

  private Map<String, String> values(GlueLake lake) {
    Map<String, String> values = new HashMap<>();
    values.put("bucket", lake.bucket());
    values.put("input", "people");
    values.put("table", table);
    values.put("lake", "lake");
    values.put("lake-database", lake.database());
    values.put("lake-table", "people");
    values.put("region", IamRequests.REGION);
    values.put("account", IamRequests.ACCOUNT);
    return values;
  }
}
