/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Loads a server's classes from a folder of jars and the JDK, and sees nothing of the caller's. */
final class IsolatedLoader extends URLClassLoader {

  private IsolatedLoader(URL[] jars) {
    super(jars, ClassLoader.getPlatformClassLoader());
  }

  /** Loads from all jars of a server. */
  static IsolatedLoader of(String server) {
    try (Stream<Path> files = Files.list(ServerFolder.of(server))) {
      return new IsolatedLoader(
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted()
              .map(IsolatedLoader::url)
              .toArray(URL[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to list the jars of the sandbox's " + server, e);
    }
  }

  /** Runs with this loader as the thread's own: servers look for their services there. */
  <T> T call(ServerCall<T> call) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(this);
    try {
      return call.run();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("Failed to run a server of the sandbox", e.getCause());
    } catch (Exception e) {
      throw new IllegalStateException("Failed to run a server of the sandbox", e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /** Servers log by Logback or Log4j, which would tell everything, or that they are not set up. */
  @Override
  public @Nullable URL findResource(String name) {
    return switch (name) {
      case "logback.xml" -> IsolatedLoader.class.getResource("server-logback.xml");
      case "log4j2.xml" -> IsolatedLoader.class.getResource("server-log4j2.xml");
      default -> super.findResource(name);
    };
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException("Not a file: " + jar, e);
    }
  }

  /** Calls into classes of the server, by reflection. */
  @FunctionalInterface
  interface ServerCall<T> {
    T run() throws Exception;
  }
}
