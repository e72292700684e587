/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import java.util.Map;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@ExtendWith(SandboxExtension.class)
@Timeout(60)
class SandboxExtensionTest {

  private final Sandbox sandbox;

  SandboxExtensionTest(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @RepeatedTest(2)
  void givesEachTestAnEmptyBucket(SandboxSpace space) {
    try (S3Client s3 = Clients.s3(sandbox)) {
      assertThat(s3.listObjectsV2(b -> b.bucket(space.bucket())).contents(), is(empty()));

      s3.putObject(b -> b.bucket(space.bucket()).key("left"), RequestBody.empty());
    }
  }

  @RepeatedTest(2)
  void clearsFaultsBeforeEachTest(SandboxSpace space) {
    try (S3Client s3 = Clients.s3(sandbox)) {
      s3.listObjectsV2(b -> b.bucket(space.bucket()));
    }

    sandbox.faults().add(Fault.accessDenied());
  }

  @RepeatedTest(2)
  void countsRequestsFromZeroBeforeEachTest() {
    assertThat(sandbox.requests().counts(Service.S3), is(Map.of()));

    try (S3Client s3 = Clients.s3(sandbox)) {
      s3.listBuckets();
    }
  }

  @Test
  void givesOneSpaceToAllParametersOfATest(SandboxSpace one, SandboxSpace other) {
    assertThat(one, is(other));
  }
}
