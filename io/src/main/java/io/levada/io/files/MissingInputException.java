/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import java.io.IOException;

/** There is no such file or folder, or no file that a pattern matches. */
public final class MissingInputException extends IOException {

  /**
   * @param spec what was looked for
   * @param remedy what helps
   */
  public MissingInputException(String spec, String remedy) {
    super("Input not found: " + spec + " (" + remedy + ")");
  }
}
