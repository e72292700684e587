/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import io.levada.io.storage.AwsSettings;
import java.net.URI;
import java.util.UUID;

/**
 * The contract against a {@code moto_server}, whose address is in {@code LEVADA_MOTO_ENDPOINT}. The
 * build does not run it: {@code -Dtest=GlueCatalogOnMoto} does.
 */
class GlueCatalogOnMoto extends CatalogContract {

  private final String database = "levada_" + UUID.randomUUID().toString().substring(0, 8);

  @Override
  protected Catalog catalog() {
    URI endpoint = URI.create(System.getenv("LEVADA_MOTO_ENDPOINT"));
    return CatalogReference.parse("glue").open(AwsSettings.ofTheMachine().withEndpoint(endpoint));
  }

  /** moto has no versions of tables. */
  @Override
  protected boolean refusesStaleUpdates() {
    return false;
  }

  @Override
  protected String database() {
    return database;
  }
}
