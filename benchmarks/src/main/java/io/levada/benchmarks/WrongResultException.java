/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

/** A contender's run failed or wrote something else than it must: its time says nothing. */
final class WrongResultException extends RuntimeException {

  WrongResultException(String message) {
    super(message);
  }

  WrongResultException(String message, Throwable cause) {
    super(message, cause);
  }
}
