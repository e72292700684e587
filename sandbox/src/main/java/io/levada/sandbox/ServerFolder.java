/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Finds the jars of a server: {@code servers/<name>} beside the folder of our own jar in a
 * distribution, {@code servers/target/<name>} above our classes in a checkout.
 */
final class ServerFolder {

  /** Says where the servers are if they are in neither place. */
  private static final String PROPERTY = "levada.sandbox.servers";

  /** From {@code sandbox/target/classes} to {@code sandbox}. */
  private static final int LEVELS = 3;

  private ServerFolder() {}

  static Path of(String server) {
    String chosen = System.getProperty(PROPERTY);
    if (chosen != null) {
      return checked(Path.of(chosen, server));
    }

    Path start = codeLocation();
    @Nullable Path above = start;
    for (int i = 0; i < LEVELS && above != null; i++) {
      for (String place : new String[] {"servers", "servers/target"}) {
        Path candidate = above.resolve(place).resolve(server);
        if (Files.isDirectory(candidate)) {
          return candidate;
        }
      }
      above = above.getParent();
    }

    throw missing("servers/" + server + " above " + start);
  }

  private static Path checked(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw missing(folder.toString());
    }

    return folder;
  }

  private static IllegalStateException missing(String what) {
    return new IllegalStateException(
        "Cannot find the sandbox's "
            + what
            + " (build the module sandbox/servers, or set -D"
            + PROPERTY
            + "=FOLDER)");
  }

  private static Path codeLocation() {
    CodeSource source = ServerFolder.class.getProtectionDomain().getCodeSource();
    try {
      return Path.of(source.getLocation().toURI()).toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("Not a file: " + source.getLocation(), e);
    }
  }
}
