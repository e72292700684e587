/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

/** A mistake in the command or its options, told in one line. */
public final class UsageException extends RuntimeException {

  public UsageException(String message) {
    super(message);
  }
}
