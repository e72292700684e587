/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.catalog.Registration;
import io.levada.io.storage.Location;
import java.io.IOException;

/** Shown all that a run's record says of publishing, one by one, in the order of the record. */
public interface PlanVisitor {

  /**
   * A file that the run has staged to be published: of the table, or below the run's own record.
   */
  default void published(Location file, long bytes) throws IOException {}

  /** A file that the run replaces. */
  default void replaced(Location file) throws IOException {}

  /** A partition that the run has written, by its path; empty for a table without partitions. */
  default void partition(String path) throws IOException {}

  /** What the run changes in a catalog. */
  default void registers(Registration registration) throws IOException {}

  /** The folder of a version that counts no more, and is kept. */
  default void retained(Location folder) throws IOException {}

  /** What becomes of an input. */
  default void departs(Departure departure) throws IOException {}
}
