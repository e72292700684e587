/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What {@code transforms} and {@code io} share: the encoded form of a row, the envelope it travels
 * in, and the notes (rejects, read counts, group counts) that travel beside it.
 *
 * <p>No PTransform and no file belongs here. Start with {@link io.levada.rows.RowCodec}.
 */
package io.levada.rows;
