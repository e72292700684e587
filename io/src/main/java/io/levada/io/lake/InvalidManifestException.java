/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

/** A manifest that does not say for certain what a run has written; nothing may be published. */
public final class InvalidManifestException extends RuntimeException {

  InvalidManifestException(String message) {
    super(message);
  }

  InvalidManifestException(String message, Throwable cause) {
    super(message, cause);
  }
}
