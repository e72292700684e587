/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The one port of a sandbox, with a thread for each connection. */
final class Front implements AutoCloseable {

  private static final int BACKLOG = 512;
  private static final int STOP_SECONDS = 10;

  private final ServerSocket server;
  private final ExecutorService threads;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final SignatureCheck signatures = new SignatureCheck(Clock.systemUTC());
  private final S3Locks locks = new S3Locks();
  private final S3Uploads uploads = new S3Uploads();
  private final DynamoDbTags tags = new DynamoDbTags();
  private final Backend s3;
  private final Backend dynamoDb;
  private final GlueStore glue;
  private final Faults faults;
  private final RequestLog requests;

  private volatile boolean closed;

  private Front(
      ServerSocket server,
      Backend s3,
      Backend dynamoDb,
      GlueStore glue,
      Faults faults,
      RequestLog requests) {
    this.server = server;
    this.s3 = s3;
    this.dynamoDb = dynamoDb;
    this.glue = glue;
    this.faults = faults;
    this.requests = requests;
    this.threads = Executors.newCachedThreadPool(this::thread);
  }

  /**
   * Opens the port and answers from now on.
   *
   * @param port 0 for any that is free
   * @throws UncheckedIOException if it is in use
   */
  static Front open(
      int port, Backend s3, Backend dynamoDb, GlueStore glue, Faults faults, RequestLog requests) {
    try {
      ServerSocket server = new ServerSocket();
      try {
        // A port that was just closed can be opened again.
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(Loopback.address(), port), BACKLOG);
      } catch (IOException e) {
        server.close();
        throw e;
      }

      Front front = new Front(server, s3, dynamoDb, glue, faults, requests);
      front.threads.execute(front::accept);
      return front;
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot listen on 127.0.0.1:" + port, e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() {
    closed = true;
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Failed to close port " + port(), e);
    }

    threads.shutdownNow();
    sockets.forEach(this::close);
    try {
      threads.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = server.accept();
        register(socket);
        threads.execute(
            () -> {
              connection(socket).run();
              sockets.remove(socket);
            });
      } catch (IOException | RejectedExecutionException e) {
        // Closed; or the one connection failed, and the next may not.
      }
    }
  }

  private ClientConnection connection(Socket socket) {
    Map<Service, ServiceHandler> services =
        Map.of(
            Service.S3,
            new S3Handler(upstream(s3), new S3Conditions(upstream(s3), uploads), locks),
            Service.DYNAMODB,
            new DynamoDbHandler(upstream(dynamoDb), tags),
            Service.GLUE,
            new GlueHandler(glue, Front::seconds));
    return new ClientConnection(socket, services, signatures, faults, requests);
  }

  private static double seconds() {
    return Clock.systemUTC().millis() / 1_000.0;
  }

  private Upstream upstream(Backend backend) {
    return new Upstream(backend, this::register);
  }

  private void register(Socket socket) {
    sockets.removeIf(Socket::isClosed);
    sockets.add(socket);
    if (closed) {
      close(socket);
    }
  }

  private void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "sandbox-" + port());
    thread.setDaemon(true);
    return thread;
  }
}
