/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The transforms: from blocks of records to rows, and from rows to rows, of any schema, configured
 * by field names and each usable alone.
 *
 * <p>No file, client, clock, option or environment belongs here. Start with {@link
 * io.levada.transforms.ParseEvents}.
 */
package io.levada.transforms;
