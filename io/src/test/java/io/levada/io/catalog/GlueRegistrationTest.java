/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.AwsSettings;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import java.util.UUID;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class GlueRegistrationTest extends RegistrationContract {

  private final AwsSettings aws;
  private final String database = "registered_" + UUID.randomUUID();

  GlueRegistrationTest(Sandbox sandbox) {
    aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
  }

  @Override
  Catalog catalog() {
    return CatalogReference.parse("glue").open(aws);
  }

  @Override
  String database() {
    return database;
  }
}
