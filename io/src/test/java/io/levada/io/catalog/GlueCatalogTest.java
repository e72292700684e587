/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.AwsSettings;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class GlueCatalogTest extends CatalogContract {

  private AwsSettings aws;
  private String database;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
    database = space.tablePrefix() + "db";
  }

  @Override
  protected Catalog catalog() {
    return CatalogReference.parse("glue").open(aws);
  }

  @Override
  protected String database() {
    return database;
  }
}
