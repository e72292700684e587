/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Stands in front of an S3 and does to chosen requests what networks and overloaded servers do. */
final class FaultyS3 implements AutoCloseable {

  /** What becomes of a request. */
  interface Fault {
    /** The connection breaks before S3 has seen the request. */
    Fault RESET = exchange -> {};

    /** The connection breaks when S3 has done what was asked for. */
    Fault LOST_ANSWER = Exchange::answerOfServer;

    /** S3 is not asked; the answer is this. */
    static Fault answer(int status, String code, String... headers) {
      String body =
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
              + code
              + "</Code><Message>As the test wants it</Message></Error>";
      return text(status, body, headers);
    }

    /** As {@link #answer}, with any text. */
    static Fault text(int status, String body, String... headers) {
      return exchange -> {
        exchange.client.getOutputStream().write(head(status, body.length(), headers));
        if (!exchange.requestLine.startsWith("HEAD")) {
          exchange.client.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        }
        exchange.whole = true;
      };
    }

    /** The connection breaks behind the answer's head and so many bytes of its body. */
    static Fault cutBehind(int bytes) {
      return exchange -> {
        byte[] answer = exchange.answerOfServer();
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n") + 4 + bytes;
        exchange.client.getOutputStream().write(answer, 0, Math.min(end, answer.length));
      };
    }

    void serve(Exchange exchange) throws IOException;
  }

  private record Rule(Predicate<String> requests, AtomicInteger times, Fault fault) {}

  private final int upstream;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Rule> rules = Collections.synchronizedList(new ArrayList<>());
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  private FaultyS3(int upstream) throws IOException {
    this.upstream = upstream;
    this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
  }

  static FaultyS3 inFrontOf(URI s3) throws IOException {
    FaultyS3 front = new FaultyS3(s3.getPort());
    front.threads.execute(front::accept);
    return front;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** Does it to the next so many requests whose first line matches. */
  void inject(int times, Predicate<String> requestLines, Fault fault) {
    rules.add(new Rule(requestLines, new AtomicInteger(times), fault));
  }

  /** The first lines of all requests so far. */
  List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        threads.execute(() -> serve(client));
      } catch (IOException | RejectedExecutionException e) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      Exchange exchange = Exchange.of(client, upstream);
      requests.add(exchange.requestLine);
      fault(exchange.requestLine).serve(exchange);
      client.getOutputStream().flush();
      if (!exchange.whole) {
        client.setSoLinger(true, 0);
      }
    } catch (IOException e) {
      // The client has gone, as one does that reads no further.
    }
  }

  private Fault fault(String requestLine) {
    synchronized (rules) {
      for (Rule rule : rules) {
        if (rule.requests.test(requestLine) && rule.times.getAndDecrement() > 0) {
          return rule.fault;
        }
      }
    }
    return exchange -> {
      exchange.client.getOutputStream().write(exchange.answerOfServer());
      exchange.whole = true;
    };
  }

  private static byte[] head(int status, int length, String... headers) {
    return ("HTTP/1.1 "
            + status
            + " X\r\nContent-Type: application/xml\r\nConnection: close\r\nContent-Length: "
            + length
            + "\r\n"
            + String.join("", List.of(headers).stream().map(line -> line + "\r\n").toList())
            + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  /** One request, the only one of its connection. */
  static final class Exchange {
    private final Socket client;
    private final int upstream;
    private final String requestLine;
    private final byte[] head;
    private final byte[] body;
    private boolean whole;

    private Exchange(Socket client, int upstream, String requestLine, byte[] head, byte[] body) {
      this.client = client;
      this.upstream = upstream;
      this.requestLine = requestLine;
      this.head = head;
      this.body = body;
    }

    private static Exchange of(Socket client, int upstream) throws IOException {
      InputStream in = new BufferedInputStream(client.getInputStream());
      String requestLine = line(in);
      StringBuilder head = new StringBuilder(requestLine).append("\r\n");
      int length = 0;
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(lower.substring("content-length:".length()).strip());
        }
        if (lower.startsWith("expect:")) {
          client
              .getOutputStream()
              .write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        } else if (!lower.startsWith("connection:")) {
          head.append(line).append("\r\n");
        }
      }
      head.append("Connection: close\r\n\r\n");
      return new Exchange(
          client,
          upstream,
          requestLine,
          head.toString().getBytes(StandardCharsets.ISO_8859_1),
          in.readNBytes(length));
    }

    private static String line(InputStream in) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
        line.write(b);
      }
      return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private byte[] answerOfServer() throws IOException {
      try (Socket server = new Socket(InetAddress.getLoopbackAddress(), upstream)) {
        server.getOutputStream().write(head);
        server.getOutputStream().write(body);
        return server.getInputStream().readAllBytes();
      }
    }
  }
}
