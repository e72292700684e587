/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** Writes answers to a client. */
final class AnswerWriter {

  private static final int BUFFER_BYTES = 64 << 10;
  private static final Set<String> PER_CONNECTION =
      Set.of("connection", "keep-alive", "transfer-encoding", "upgrade", "trailer");
  private static final byte[] LINE_END = {'\r', '\n'};

  private final OutputStream out;

  AnswerWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes an answer whole.
   *
   * @param closes whether the client is told that the connection ends here
   */
  void write(Answer answer, RequestHead request, boolean closes) throws IOException {
    InputStream body = bodyFor(answer, request);
    boolean chunked = body != null && !answer.headers().has("Content-Length");
    writeHead(answer, request, chunked, closes);
    if (body != null && chunked) {
      writeChunks(body);
    } else if (body != null) {
      body.transferTo(out);
    }
    out.flush();
  }

  /** Writes the head, and the first bytes of the body; half of it if the number is negative. */
  void writePart(Answer answer, RequestHead request, long bytes) throws IOException {
    InputStream body = bodyFor(answer, request);
    Answer known = answer;
    if (body != null && !answer.headers().has("Content-Length")) {
      byte[] all = body.readAllBytes();
      body = new ByteArrayInputStream(all);
      known = answer.with("Content-Length", Integer.toString(all.length));
    }

    writeHead(known, request, false, false);
    if (body != null) {
      long length = Long.parseLong(known.headers().get("Content-Length"));
      copy(body, bytes < 0 ? length / 2 : Math.min(bytes, length));
    }
    out.flush();
  }

  private static InputStream bodyFor(Answer answer, RequestHead request) {
    InputStream body = answer.body();
    boolean wanted = answer.head().hasBody(request.method());
    return body == null || !wanted ? null : body;
  }

  private void writeHead(Answer answer, RequestHead request, boolean chunked, boolean closes)
      throws IOException {
    StringBuilder head = new StringBuilder(512);
    head.append("HTTP/1.1 ").append(answer.status()).append(' ').append(reason(answer.status()));
    head.append("\r\n");
    for (Headers.Line line : answer.headers().lines()) {
      if (!PER_CONNECTION.contains(line.name().toLowerCase(Locale.ROOT))) {
        head.append(line.name()).append(": ").append(line.value()).append("\r\n");
      }
    }
    if (chunked) {
      head.append("Transfer-Encoding: chunked\r\n");
    }
    if (closes || !request.keepsAlive()) {
      head.append("Connection: close\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private void writeChunks(InputStream body) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
      if (read > 0) {
        out.write(Integer.toHexString(read).getBytes(StandardCharsets.ISO_8859_1));
        out.write(LINE_END);
        out.write(buffer, 0, read);
        out.write(LINE_END);
      }
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
  }

  private void copy(InputStream body, long bytes) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    long left = bytes;
    while (left > 0) {
      int read = body.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        return;
      }
      out.write(buffer, 0, read);
      left -= read;
    }
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 204 -> "No Content";
      case 206 -> "Partial Content";
      case 301 -> "Moved Permanently";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 409 -> "Conflict";
      case 411 -> "Length Required";
      case 412 -> "Precondition Failed";
      case 416 -> "Requested Range Not Satisfiable";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      default -> "Status";
    };
  }
}
