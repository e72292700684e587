/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Commands that show what the runs of a table have done, and mend what they have left: {@code runs}
 * and {@code bookmark}.
 *
 * <p>All that is shown comes from the records of the runs; nothing here creates a ledger. Start
 * with {@link io.levada.pipelines.history.RunsCommand}.
 */
package io.levada.pipelines.history;
