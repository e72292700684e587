/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import io.levada.io.catalog.Catalog;
import io.levada.io.catalog.CatalogReference;
import io.levada.io.catalog.TableName;
import io.levada.io.storage.AwsSettings;
import picocli.CommandLine.Option;

/** Which catalog a command is about. A picocli mixin. */
public final class CatalogArguments {

  /** For a command's usage. */
  public static final String USAGE = "[--catalog=local]";

  @Option(names = "--catalog", defaultValue = "local")
  private String catalog = "local";

  /**
   * The catalog that was typed, or else the one of the working folder.
   *
   * @throws UsageException if it is none
   */
  public CatalogReference reference() {
    try {
      return CatalogReference.parse(catalog);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --catalog: " + e.getMessage());
    }
  }

  /**
   * The catalog itself.
   *
   * @throws UsageException if what was typed is none
   */
  public Catalog open(AwsSettings aws) {
    try {
      return reference().open(aws);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --catalog: " + e.getMessage());
    }
  }

  /**
   * The name that was typed.
   *
   * @throws UsageException if it is none
   */
  public static TableName name(String text) {
    try {
      return TableName.parse(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid table: " + e.getMessage());
    }
  }
}
