/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * S3, DynamoDB and Glue's Data Catalog behind one port of 127.0.0.1, which tells them apart by the
 * service that a request is signed for. It lets in one key, checks signatures as AWS does, decides
 * conditional writes for exactly one winner, and can be told to {@linkplain #faults() fail}.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.start()) {
 *   client = S3Client.builder().endpointOverride(sandbox.endpoint())...
 * }
 * }</pre>
 *
 * <p>Several can run at once in a JVM. Safe for any thread.
 */
public final class Sandbox implements AutoCloseable {

  private final @Nullable FolderLock lock;
  private final Front front;
  private final Backend s3;
  private final Backend dynamoDb;
  private final Faults faults;
  private final RequestLog requests;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Sandbox(
      @Nullable FolderLock lock,
      Front front,
      Backend s3,
      Backend dynamoDb,
      Faults faults,
      RequestLog requests) {
    this.lock = lock;
    this.front = front;
    this.s3 = s3;
    this.dynamoDb = dynamoDb;
    this.faults = faults;
    this.requests = requests;
  }

  /** Starts a sandbox in memory, on a free port; it is ready when this returns. */
  public static Sandbox start() {
    return inMemory().start();
  }

  /** A sandbox that forgets all when it is closed. */
  public static Settings inMemory() {
    return new Settings(null, 0);
  }

  /**
   * A sandbox that keeps objects, tables and the catalog in a folder, for the next one that is
   * given the same; two at once can't have it. The object {@code key} of {@code bucket} is the file
   * {@code s3/bucket/key}.
   */
  public static Settings keepingIn(Path folder) {
    return new Settings(folder, 0);
  }

  /** The address by its number: a client that sees a name would put the bucket in front of it. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + front.port());
  }

  public int port() {
    return front.port();
  }

  /** The access key that it lets in. */
  public String accessKey() {
    return Credentials.ACCESS_KEY;
  }

  public String secretKey() {
    return Credentials.SECRET_KEY;
  }

  /** The region that requests have to be signed for. */
  public String region() {
    return Credentials.REGION;
  }

  /** The environment's variables for AWS's tools and clients that start from it. */
  public Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_ACCESS_KEY_ID", accessKey());
    variables.put("AWS_SECRET_ACCESS_KEY", secretKey());
    variables.put("AWS_REGION", region());
    variables.put("AWS_DEFAULT_REGION", region());
    variables.put("AWS_ENDPOINT_URL", endpoint().toString());
    return variables;
  }

  /** What goes wrong. */
  public Faults faults() {
    return faults;
  }

  /** What it was asked for. */
  public RequestLog requests() {
    return requests;
  }

  /** Makes a bucket, without a client; one that is there stays as it is. */
  public void createBucket(String name) {
    RequestHead request =
        new RequestHead("PUT", "/" + UriText.encode(name), "HTTP/1.1", new Headers());
    request.headers().add("Host", "127.0.0.1");
    request.headers().add("Content-Length", "0");
    try (Upstream upstream = new Upstream(s3, socket -> {})) {
      Answer answer = upstream.finish(upstream.begin(request), request.method());
      if (answer.status() != 200 && answer.status() != 409) {
        throw new IllegalArgumentException(
            "Cannot create the bucket " + name + ": S3 answered " + answer.status());
      }
    } catch (RefusedException e) {
      throw new IllegalStateException("Cannot create the bucket " + name, e);
    }
  }

  /** Stops all servers and waits for them; once is enough. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try (lock;
          s3;
          dynamoDb) {
        front.close();
      }
    }
  }

  /** How a sandbox is to be; immutable. */
  public static final class Settings {

    private final @Nullable Path folder;
    private final int port;

    private Settings(@Nullable Path folder, int port) {
      this.folder = folder;
      this.port = port;
    }

    /** On that port instead of a free one; 0 is a free one. */
    public Settings onPort(int newPort) {
      if (newPort < 0 || newPort > 65_535) {
        throw new IllegalArgumentException("A port is from 0 to 65535, not " + newPort);
      }

      return new Settings(folder, newPort);
    }

    /**
     * Starts it; it is ready when this returns.
     *
     * @throws java.io.UncheckedIOException if the port is in use, or the folder is, or can't be
     *     written
     * @throws IllegalStateException if a server does not start
     */
    public Sandbox start() {
      FolderLock lock = folder == null ? null : FolderLock.take(folder.toAbsolutePath());
      try {
        return start(lock);
      } catch (RuntimeException e) {
        if (lock != null) {
          lock.close();
        }
        throw e;
      }
    }

    private Sandbox start(@Nullable FolderLock lock) {
      Faults faults = new Faults();
      RequestLog requests = new RequestLog();
      GlueStore glue = GlueStore.open(below("glue"));
      S3Server s3 = S3Server.start(below("s3"));
      DynamoDbServer dynamoDb = new DynamoDbServer(below("dynamodb"));
      try {
        Front front = Front.open(port, s3, dynamoDb, glue, faults, requests);
        return new Sandbox(lock, front, s3, dynamoDb, faults, requests);
      } catch (RuntimeException e) {
        s3.close();
        throw e;
      }
    }

    private @Nullable Path below(String name) {
      return folder == null ? null : folder.toAbsolutePath().resolve(name);
    }
  }
}
