/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.rows.ColumnKind;
import java.io.Serializable;

/**
 * A column of which measures are taken, and what must be known of its values for them.
 *
 * @param field where in a row it is
 * @param isSummed whether its sum is asked for
 * @param isBounded whether its least or greatest value is
 */
record AggregateColumn(int field, ColumnKind kind, boolean isSummed, boolean isBounded)
    implements Serializable {}
