/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.sandbox.Sandbox;
import java.util.HashMap;
import java.util.Map;

/**
 * Has clients of AWS in this process sign for a sandbox, whatever credentials the user has: the SDK
 * asks these system properties first. They are as before when it is closed.
 */
final class SandboxCredentials implements AutoCloseable {

  private static final String ACCESS_KEY = "aws.accessKeyId";
  private static final String SECRET_KEY = "aws.secretAccessKey";
  private static final String SESSION_TOKEN = "aws.sessionToken";

  private final Map<String, String> before = new HashMap<>();

  private SandboxCredentials() {
    for (String name : new String[] {ACCESS_KEY, SECRET_KEY, SESSION_TOKEN}) {
      before.put(name, System.getProperty(name));
    }
  }

  static SandboxCredentials of(Sandbox sandbox) {
    SandboxCredentials credentials = new SandboxCredentials();
    System.setProperty(ACCESS_KEY, sandbox.accessKey());
    System.setProperty(SECRET_KEY, sandbox.secretKey());
    System.clearProperty(SESSION_TOKEN);
    return credentials;
  }

  @Override
  public void close() {
    before.forEach(
        (name, value) -> {
          if (value == null) {
            System.clearProperty(name);
          } else {
            System.setProperty(name, value);
          }
        });
  }
}
