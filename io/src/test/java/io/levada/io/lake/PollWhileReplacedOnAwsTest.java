/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class PollWhileReplacedOnAwsTest extends PollWhileReplacedContract {

  private AwsSettings aws;
  private Location bucket;
  private String prefix;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) throws IOException {
    aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
    bucket = Location.of("s3://" + space.bucket());
    prefix = space.tablePrefix();
    begin();
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
  CatalogReference reference() {
    return CatalogReference.parse("glue");
  }

  @Override
  TableName name() {
    return new TableName(prefix + "db", "t");
  }

  @Override
  int runs() {
    return 8;
  }
}
