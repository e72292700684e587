/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Loads a server's classes from one jar and the JDK, and sees nothing of the caller's. */
final class IsolatedLoader extends URLClassLoader {

  private IsolatedLoader(URL jar) {
    super(new URL[] {jar}, ClassLoader.getPlatformClassLoader());
  }

  /** Loads from a jar that the build has put beside this class. */
  static IsolatedLoader of(String jarName) {
    URL resource = IsolatedLoader.class.getResource(jarName);
    if (resource == null) {
      throw new IllegalStateException("Cannot find " + jarName + " (build the sandbox module)");
    }

    try {
      return new IsolatedLoader(
          resource.getProtocol().equals("file") ? resource : copyOutOfJar(resource));
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to unpack " + resource, e);
    }
  }

  /** Runs with this loader as the thread's own: servers look for their services there. */
  <T> T call(ServerCall<T> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(this);
    try {
      return call.run();
    } catch (Exception e) {
      throw new IllegalStateException("Failed to run a server of the sandbox", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Servers log by Logback, which by default tells everything. */
  @Override
  public @Nullable URL findResource(String name) {
    return name.equals("logback.xml")
        ? IsolatedLoader.class.getResource("server-logback.xml")
        : super.findResource(name);
  }

  private static URL copyOutOfJar(URL resource) throws IOException {
    Path copy = Files.createTempFile("levada-sandbox", ".jar");
    copy.toFile().deleteOnExit();
    try (InputStream in = resource.openStream()) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }

    return copy.toUri().toURL();
  }

  /** Calls into classes of the server, by reflection. */
  @FunctionalInterface
  interface ServerCall<T> {
    T run() throws Exception;
  }
}
