/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

/** The one key that the sandbox lets in, and its region: known to all, good for nothing else. */
final class Credentials {

  static final String ACCESS_KEY = "sandbox";
  static final String SECRET_KEY = "sandbox";
  static final String REGION = "us-east-1";

  private Credentials() {}
}
