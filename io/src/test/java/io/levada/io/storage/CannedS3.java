/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * Gives answers that were made up beforehand, whatever it is asked: those that the sandbox never
 * gives, as its store can't hold such keys, keeps all conditions, and deletes all or nothing.
 */
final class CannedS3 implements AutoCloseable {

  /**
   * An answer.
   *
   * @param headers names and values in turn
   */
  record Answer(int status, String body, List<String> headers) {

    static Answer of(String body) {
      return new Answer(200, body, List.of());
    }
  }

  private final HttpServer server;
  private final Iterator<Answer> answers;
  private final List<URI> requests = Collections.synchronizedList(new ArrayList<>());

  private CannedS3(HttpServer server, List<Answer> answers) {
    this.server = server;
    this.answers = answers.iterator();
  }

  /** Gives each answer once, in this order. */
  static CannedS3 answering(Answer... answers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CannedS3 canned = new CannedS3(server, List.of(answers));
    server.createContext("/", canned::answer);
    server.start();
    return canned;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** What it was asked for so far. */
  List<URI> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestURI());
      exchange.getRequestBody().readAllBytes();
      Answer answer = answers.next();
      for (int i = 0; i < answer.headers.size(); i += 2) {
        exchange.getResponseHeaders().set(answer.headers.get(i), answer.headers.get(i + 1));
      }
      byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(answer.status, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
