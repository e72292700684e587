/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

/** Where in a partition's folder a run puts its files. */
public enum Layout {
  /** In it. */
  FLAT,

  /** In a folder of the run's own, to which the catalog is switched. */
  VERSIONED
}
