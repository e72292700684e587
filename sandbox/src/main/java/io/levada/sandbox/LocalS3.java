/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;

/**
 * An S3 on 127.0.0.1 that keeps its objects in memory, on a port of its own, without credentials.
 * It decides a race of conditional writes ({@code If-None-Match: *}) for exactly one of them.
 *
 * <pre>{@code
 * try (LocalS3 s3 = LocalS3.start()) {
 *   client = S3Client.builder().endpointOverride(s3.endpoint())...
 * }
 * }</pre>
 */
public final class LocalS3 implements AutoCloseable {

  private final IsolatedLoader loader;
  private final Object server;
  private final URI endpoint;

  private LocalS3(IsolatedLoader loader, Object server, URI endpoint) {
    this.loader = loader;
    this.server = server;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server without a bucket; it is ready when this returns.
   *
   * @throws IllegalStateException if it does not start
   */
  public static LocalS3 start() {
    IsolatedLoader loader = IsolatedLoader.of("s3proxy.jar");
    return loader.call(
        () -> {
          Object server = build(loader);
          server.getClass().getMethod("start").invoke(server);
          int port = (int) server.getClass().getMethod("getPort").invoke(server);
          return new LocalS3(loader, server, URI.create("http://127.0.0.1:" + port));
        });
  }

  private static Object build(IsolatedLoader loader) throws ReflectiveOperationException {
    Class<?> storeType = loader.loadClass("org.gaul.s3proxy.blobstore.BlobStore");
    Object store =
        loader
            .loadClass("org.gaul.s3proxy.nio2blob.TransientNio2BlobStore")
            .getConstructor()
            .newInstance();
    Object builder = loader.loadClass("org.gaul.s3proxy.S3Proxy").getMethod("builder").invoke(null);
    Class<?> builderType = builder.getClass();
    builderType.getMethod("blobStore", storeType).invoke(builder, store);
    builderType.getMethod("endpoint", URI.class).invoke(builder, URI.create("http://127.0.0.1:0"));
    builderType.getMethod("ignoreUnknownHeaders", boolean.class).invoke(builder, true);
    return builderType.getMethod("build").invoke(builder);
  }

  /** The address by its number: a client that sees a name would put the bucket in front of it. */
  public URI endpoint() {
    return endpoint;
  }

  /** Stops the server; its objects are gone. */
  @Override
  public void close() {
    loader.call(() -> server.getClass().getMethod("stop").invoke(server));
    try {
      loader.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to close the S3 server's jar", e);
    }
  }
}
