/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The record of runs beside each table: what a run has read, what it will publish, and how far it
 * has come; the locks that keep runs apart, and the recovery of those that were cut off.
 *
 * <p>No decision what to read belongs here. Start with {@link io.levada.io.ledger.Ledger}.
 */
package io.levada.io.ledger;
