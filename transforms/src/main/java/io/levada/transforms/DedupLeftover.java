/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.SlotStep.Spill;

/**
 * Rows that a pass has left to another: all there are of their keys.
 *
 * @param spill the rows
 * @param level how many passes have set them aside
 */
record DedupLeftover(Spill spill, int level) {}
