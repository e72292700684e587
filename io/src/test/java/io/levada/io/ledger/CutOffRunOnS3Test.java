/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class CutOffRunOnS3Test extends CutOffRunContract {

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
  Location folder(String name) {
    return bucket.child(name);
  }
}
