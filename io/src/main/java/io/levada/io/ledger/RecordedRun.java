/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.Location;

/**
 * A run as its record tells it.
 *
 * @param id its name
 * @param folder where its record is
 * @param state how far it has come
 * @param unfinished whether something is left to do: to undo it, to publish it, or to clear away
 */
public record RecordedRun(String id, Location folder, Run.State state, boolean unfinished) {}
