/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.Serializable;
import java.time.Instant;

/**
 * A file as a listing found it.
 *
 * @param location where it is
 * @param size its length in bytes
 * @param identity differs from that of any other content the location had or will have, as far as
 *     the storage can tell: the ETag on S3, size and time of modification on a local file system
 * @param modified when it was last written
 */
public record Entry(Location location, long size, String identity, Instant modified)
    implements Serializable {}
