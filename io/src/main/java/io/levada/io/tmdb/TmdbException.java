/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import java.io.IOException;
import org.checkerframework.checker.nullness.qual.Nullable;

/** TMDB did not answer what it was asked, and will not. What was taken before can be kept. */
public final class TmdbException extends IOException {

  private static final long serialVersionUID = 1;

  TmdbException(String message) {
    super(message);
  }

  TmdbException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
