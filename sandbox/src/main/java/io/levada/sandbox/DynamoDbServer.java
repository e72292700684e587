/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** DynamoDB Local on a free port, started by the first request: many runs never need it. */
final class DynamoDbServer implements Backend {

  private final @Nullable Path folder;

  private @Nullable Object server;
  private int port;
  private boolean closed;

  /**
   * A server that is not started yet.
   *
   * @param folder where it keeps its tables; null for in memory
   */
  DynamoDbServer(@Nullable Path folder) {
    this.folder = folder;
  }

  @Override
  public synchronized int port() {
    if (closed) {
      throw new IllegalStateException("The sandbox is closed");
    }
    if (server == null) {
      start();
    }

    return port;
  }

  @Override
  public synchronized void close() {
    closed = true;
    Object running = server;
    if (running != null) {
      Classes.LOADER.call(() -> running.getClass().getMethod("stop").invoke(running));
      server = null;
    }
  }

  private void start() {
    IsolatedLoader loader = Classes.LOADER;
    loader.call(
        () -> {
          Object started = build(loader);
          Object connector = connector(started);
          // By itself it listens to the whole network.
          connector.getClass().getMethod("setHost", String.class).invoke(connector, "127.0.0.1");
          connector.getClass().getMethod("setPort", int.class).invoke(connector, 0);
          started.getClass().getMethod("start").invoke(started);
          port = (int) connector.getClass().getMethod("getLocalPort").invoke(connector);
          server = started;
          return started;
        });
  }

  private Object build(IsolatedLoader loader) throws ReflectiveOperationException {
    Class<?> inputType =
        loader.loadClass("com.amazonaws.services.dynamodbv2.local.main.CommandLineInput");
    Object input = inputType.getConstructor(String[].class).newInstance((Object) arguments());
    inputType.getMethod("init").invoke(input);
    return loader
        .loadClass("com.amazonaws.services.dynamodbv2.local.main.ServerRunner")
        .getMethod("createServer", inputType)
        .invoke(null, input);
  }

  /** One database for all regions and keys: the front lets only ours in. */
  private String[] arguments() {
    if (folder == null) {
      return new String[] {"-inMemory", "-sharedDb", "-disableTelemetry"};
    }

    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to create " + folder, e);
    }

    return List.of("-dbPath", folder.toString(), "-sharedDb", "-disableTelemetry")
        .toArray(String[]::new);
  }

  private static Object connector(Object dynamoDb) throws ReflectiveOperationException {
    Field jetty = dynamoDb.getClass().getDeclaredField("server");
    jetty.setAccessible(true);
    Object http = jetty.get(dynamoDb);
    return Array.get(http.getClass().getMethod("getConnectors").invoke(http), 0);
  }

  /** Loaded once for all sandboxes of a JVM, as SQLite's native library can be. */
  private static final class Classes {
    static final IsolatedLoader LOADER = IsolatedLoader.of("dynamodb");
  }
}
