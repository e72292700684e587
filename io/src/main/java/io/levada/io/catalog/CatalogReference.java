/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.catalog;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Which catalog: {@code glue}, {@code glue:123456789012} for that of another account, or {@code
 * local:<folder>}. A run's record has it as this text.
 */
public final class CatalogReference {

  private static final String GLUE = "glue";
  private static final String LOCAL = "local";

  /** Where the local catalog is, in the folder in which the process was started. */
  private static final String DEFAULT_FOLDER = ".levada/catalog";

  private final @Nullable String account;
  private final @Nullable Location folder;

  private CatalogReference(@Nullable String account, @Nullable Location folder) {
    this.account = account;
    this.folder = folder;
  }

  /**
   * The catalog that a text names; {@code local} alone is the one of the working folder.
   *
   * @throws IllegalArgumentException if it names none
   */
  @JsonCreator
  public static CatalogReference parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    String rest = colon < 0 ? null : text.substring(colon + 1);
    switch (kind) {
      case GLUE -> {
        if (rest != null && !rest.matches("[0-9]{12}")) {
          throw new IllegalArgumentException(
              "'" + rest + "' is no account (give its 12 digits, as glue:123456789012)");
        }
        return new CatalogReference(rest, null);
      }
      case LOCAL -> {
        return new CatalogReference(null, Location.of(rest == null ? DEFAULT_FOLDER : rest));
      }
      default ->
          throw new IllegalArgumentException(
              "'" + text + "' is no catalog (take glue, local or local:<folder>)");
    }
  }

  /** Whether both can be one catalog: an account that is not named may be any. */
  public boolean mayBe(CatalogReference other) {
    if (folder != null || other.folder != null) {
      return Objects.equals(folder, other.folder);
    }
    return account == null || other.account == null || account.equals(other.account);
  }

  /** The catalog itself. Nothing is looked at before it is asked. */
  public Catalog open(AwsSettings aws) {
    if (folder != null) {
      return new LocalCatalog(Storages.withoutStaging().withAws(aws).of(folder), folder);
    }
    return new GlueCatalog(aws, account);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CatalogReference that
        && Objects.equals(account, that.account)
        && Objects.equals(folder, that.folder);
  }

  @Override
  public int hashCode() {
    return Objects.hash(account, folder);
  }

  @JsonValue
  @Override
  public String toString() {
    if (folder != null) {
      return LOCAL + ":" + folder.uri();
    }
    return account == null ? GLUE : GLUE + ":" + account;
  }
}
