/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.checkerframework.checker.nullness.qual.Nullable;

/** S3Proxy on a free port, without credentials: the front checks those. */
final class S3Server implements Backend {

  private final Object server;
  private final int port;

  private S3Server(Object server, int port) {
    this.server = server;
    this.port = port;
  }

  /**
   * Starts a server; it is ready when this returns.
   *
   * @param folder where it keeps its objects as files; null for in memory
   */
  static S3Server start(@Nullable Path folder) {
    IsolatedLoader loader = Classes.LOADER;
    return loader.call(
        () -> {
          Object server = build(loader, folder);
          server.getClass().getMethod("start").invoke(server);
          return new S3Server(server, (int) server.getClass().getMethod("getPort").invoke(server));
        });
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void close() {
    Classes.LOADER.call(() -> server.getClass().getMethod("stop").invoke(server));
  }

  private static Object build(IsolatedLoader loader, @Nullable Path folder)
      throws ReflectiveOperationException {
    Class<?> storeType = loader.loadClass("org.gaul.s3proxy.blobstore.BlobStore");
    Object builder = loader.loadClass("org.gaul.s3proxy.S3Proxy").getMethod("builder").invoke(null);
    Class<?> builderType = builder.getClass();
    builderType.getMethod("blobStore", storeType).invoke(builder, store(loader, folder));
    builderType.getMethod("endpoint", URI.class).invoke(builder, URI.create("http://127.0.0.1:0"));
    builderType.getMethod("ignoreUnknownHeaders", boolean.class).invoke(builder, true);
    builderType.getMethod("stopTimeout", long.class).invoke(builder, 0L);
    return builderType.getMethod("build").invoke(builder);
  }

  private static Object store(IsolatedLoader loader, @Nullable Path folder)
      throws ReflectiveOperationException {
    String kinds = "org.gaul.s3proxy.nio2blob.";
    if (folder == null) {
      return loader.loadClass(kinds + "TransientNio2BlobStore").getConstructor().newInstance();
    }

    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to create " + folder, e);
    }

    return loader
        .loadClass(kinds + "FilesystemNio2BlobStore")
        .getConstructor(String.class)
        .newInstance(folder.toString());
  }

  /** Loaded once for all sandboxes of a JVM. */
  private static final class Classes {
    static final IsolatedLoader LOADER = IsolatedLoader.of("s3");
  }
}
