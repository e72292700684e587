/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.Serializable;

/**
 * A whole file that nobody can see yet.
 *
 * @param location where it will be
 * @param stagingId how the storage finds it again, from any process
 * @param length its length in bytes
 */
public record StagedFile(Location location, String stagingId, long length)
    implements Serializable {}
