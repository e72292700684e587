/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

/** An answer without its body. */
record AnswerHead(int status, Headers headers) {

  /** Whether an answer to that method has a body. */
  boolean hasBody(String method) {
    return !method.equals("HEAD") && status >= 200 && status != 204 && status != 304;
  }

  /** Whether the answer's body ends where the connection does. */
  boolean hasUnknownEnd(String method) {
    return hasBody(method) && !headers.has("Content-Length") && !headers.has("Transfer-Encoding");
  }
}
