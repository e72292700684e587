/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.landing;

/** What becomes of a file of the landing zone when its rows are in the table. */
public enum Processed {
  /** It goes to {@code processed/date=YYYY-MM-DD/}. */
  MOVE,
  /** It stays in {@code pending/}, where the next run finds it. */
  KEEP,
  /** It is deleted. */
  DELETE
}
