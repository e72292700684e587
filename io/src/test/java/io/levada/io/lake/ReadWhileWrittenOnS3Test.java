/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.levada.io.ledger.Ledger;
import io.levada.io.ledger.PublishPlan;
import io.levada.io.ledger.Run;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import io.levada.sandbox.Service;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class ReadWhileWrittenOnS3Test extends ReadWhileWrittenContract {

  private AwsSettings aws;
  private Location bucket;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
    bucket = Location.of("s3://" + space.bucket());
  }

  @Override
  AwsSettings aws() {
    return aws;
  }

  @Override
  Location parent() {
    return bucket;
  }

  @Override
  int runs() {
    return 20;
  }

  /** The name of the ledger once, and its runs before and behind the listing. */
  @Test
  void asksThreeRequestsMoreWhileNothingGoesOn(Sandbox sandbox) throws IOException {
    Location table = bucket.child("quiet");
    for (int i = 0; i < 5; i++) {
      commit(table, "run-" + i);
    }
    LakeTable.list(Storages.withoutStaging().withAws(aws), table);
    sandbox.requests().reset();

    LakeTable.list(Storages.withoutStaging().withAws(aws), table);

    assertThat(
        sandbox.requests().counts(Service.S3),
        equalTo(Map.of("HeadObject", 1, "GetObject", 1, "ListObjectsV2", 3)));
  }

  @Test
  void asksFourRequestsMoreOfATableWithoutALedger(Sandbox sandbox) throws IOException {
    Location table = bucket.child("foreign");
    Storages storages = Storages.withoutStaging().withAws(aws);
    LakeTable.list(storages, table);
    sandbox.requests().reset();

    LakeTable.list(storages, table);

    assertThat(
        sandbox.requests().counts(Service.S3),
        equalTo(Map.of("HeadObject", 1, "GetObject", 2, "ListObjectsV2", 3)));
  }

  private void commit(Location table, String id) throws IOException {
    PublishPlan plan =
        new PublishPlan(List.of(), List.of(), List.of(), table.child("_SUCCESS"), List.of());
    Run run = Ledger.claim(aws, table, null).begin(id, Clock.systemUTC(), Map.of());
    run.prepare(plan, Map.of());
    run.publish(plan);
    run.commit(plan);
  }
}
