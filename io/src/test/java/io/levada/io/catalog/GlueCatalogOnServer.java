/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.AwsSettings;
import java.net.URI;
import java.util.UUID;

/**
 * The contract against another server of Glue, whose address is in {@code LEVADA_MOTO_ENDPOINT}.
 * The build does not run it: {@code -Dtest=GlueCatalogOnServer} does.
 */
class GlueCatalogOnServer extends CatalogContract {

  private final String database = "levada_" + UUID.randomUUID().toString().substring(0, 8);

  @Override
  protected Catalog catalog() {
    URI endpoint = URI.create(System.getenv("LEVADA_MOTO_ENDPOINT"));
    return CatalogReference.parse("glue").open(AwsSettings.ofTheMachine().withEndpoint(endpoint));
  }

  @Override
  protected String database() {
    return database;
  }
}
