/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import io.levada.io.storage.Storages;

/** Reads and writes lake tables: hive-partitioned Parquet. */
public final class LakeIO {

  private LakeIO() {}

  /**
   * Stages rows as the files of a table; {@link LakeWrite} has the contract.
   *
   * @param area where the run writes
   */
  public static LakeWrite write(StagingArea area) {
    return LakeWrite.to(area);
  }

  /**
   * Reads a table; {@link LakeRead} has the contract.
   *
   * @param storages finds the storage of the files
   */
  public static LakeRead read(Storages storages, LakeTable table) {
    return LakeRead.of(storages, table);
  }
}
