/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * A column of a table, or one of its partition keys.
 *
 * @param name in lower case; readers look for it in files without regard to case
 * @param type as Hive writes it, such as {@code bigint} or {@code array<string>}
 * @param comment for people, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record CatalogColumn(String name, String type, @Nullable String comment) {

  public CatalogColumn {
    name = name.toLowerCase(Locale.ROOT);
  }

  public static CatalogColumn of(String name, String type) {
    return new CatalogColumn(name, type, null);
  }

  public CatalogColumn withType(String newType) {
    return new CatalogColumn(name, newType, comment);
  }

  @Override
  public String toString() {
    return name + " " + type;
  }
}
