/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Bytes and where they are: list, read, create if absent, stage and complete, move, delete.
 *
 * <p>No Beam transform, no Parquet and no idea of a table belongs here. Start with {@link
 * io.levada.io.storage.Storage}.
 */
package io.levada.io.storage;
