/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

/** The time as Glue tells it. */
interface GlueClock {
  /** Since 1970. */
  double seconds();
}
