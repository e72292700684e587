/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.rows;

import java.util.Arrays;

/**
 * The whole of a record of which only the first bytes are carried.
 *
 * @param length the record's length in bytes
 * @param sha256 the record's digest, 32 bytes
 */
public record CutRecord(long length, byte[] sha256) {

  @Override
  public boolean equals(Object other) {
    return other instanceof CutRecord that
        && length == that.length
        && Arrays.equals(sha256, that.sha256);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sha256);
  }
}
