/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.Serializable;
import java.util.Objects;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Finds the storage of a location. Settings only, so that it can travel to workers; equal settings
 * lead to equal storages there.
 */
public final class Storages implements Serializable {

  private final @Nullable Location staging;

  private Storages(@Nullable Location staging) {
    this.staging = staging;
  }

  /** To read, list, write and delete. */
  public static Storages withoutStaging() {
    return new Storages(null);
  }

  /**
   * To stage files as well.
   *
   * @param folder where local staged files are kept: on the file system of their final locations,
   *     and used by one run only. Made when the first file is staged
   */
  public static Storages stagingIn(Location folder) {
    return new Storages(folder);
  }

  /**
   * The storage that holds the location.
   *
   * @throws IllegalArgumentException if the location's scheme is unknown
   */
  public Storage of(Location location) {
    if (!location.scheme().equals(LocalStorage.SCHEME)) {
      throw new IllegalArgumentException(
          "Cannot use "
              + location
              + ": no storage is known for "
              + location.scheme()
              + ":// (give a local path)");
    }
    return new LocalStorage(staging);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Storages that && Objects.equals(staging, that.staging);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(staging);
  }

  @Override
  public String toString() {
    return staging == null ? "Storages" : "Storages(staging in " + staging + ")";
  }
}
