/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.AwsSettings;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class LocalCatalogOnS3Test extends CatalogContract {

  private Catalog catalog;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    catalog =
        CatalogReference.parse("local:s3://" + space.bucket() + "/catalog")
            .open(AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint()));
  }

  @Override
  protected Catalog catalog() {
    return catalog;
  }

  @Override
  protected String database() {
    return "bronze";
  }
}
