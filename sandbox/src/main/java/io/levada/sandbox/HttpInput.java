/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Messages of HTTP/1.1 from a socket, one after another. */
final class HttpInput {

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int MAX_HEAD_BYTES = 128 << 10;

  private final InputStream in;

  HttpInput(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
  }

  /** The next request's head; null if the peer sends no more. */
  @Nullable RequestHead readRequest() throws IOException {
    String start = readLine(in, MAX_HEAD_BYTES);
    while (start != null && start.isEmpty()) {
      start = readLine(in, MAX_HEAD_BYTES);
    }
    if (start == null) {
      return null;
    }

    String[] words = start.split(" ", -1);
    if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
      throw new IOException("Not a request of HTTP/1.1");
    }

    return new RequestHead(words[0], words[1], words[2], readHeaders());
  }

  /** The next answer's head. */
  AnswerHead readAnswer() throws IOException {
    String start = readLine(in, MAX_HEAD_BYTES);
    if (start == null) {
      throw new EOFException("The server closed the connection");
    }

    String[] words = start.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
      throw new IOException("Not an answer of HTTP/1.1: " + start);
    }

    return new AnswerHead(Integer.parseInt(words[1]), readHeaders());
  }

  /** The body of a request with these headers. */
  InputStream requestBody(Headers headers) throws IOException {
    if (isChunked(headers)) {
      return new ChunkedInputStream(in);
    }

    String length = headers.find("Content-Length");
    return new FixedLengthInputStream(in, length == null ? 0 : parseLength(length));
  }

  /** The body of an answer with these headers, that has one. */
  InputStream answerBody(Headers headers) throws IOException {
    if (isChunked(headers)) {
      return new ChunkedInputStream(in);
    }

    String length = headers.find("Content-Length");
    return length == null ? in : new FixedLengthInputStream(in, parseLength(length));
  }

  /** A line without its end; null at the end of the stream. */
  static @Nullable String readLine(InputStream in, int maxBytes) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    int next = in.read();
    if (next < 0) {
      return null;
    }

    while (next != '\n') {
      if (next < 0) {
        throw new EOFException("The connection ended inside a line");
      }
      if (line.size() >= maxBytes) {
        throw new IOException("A line of more than " + maxBytes + " bytes");
      }
      line.write(next);
      next = in.read();
    }

    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private Headers readHeaders() throws IOException {
    Headers headers = new Headers();
    int left = MAX_HEAD_BYTES;
    while (true) {
      String line = readLine(in, left);
      if (line == null) {
        throw new EOFException("The connection ended inside a head");
      }
      if (line.isEmpty()) {
        return headers;
      }

      left -= line.length();
      int colon = line.indexOf(':');
      if (colon <= 0) {
        throw new IOException("Not a header line");
      }
      headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
  }

  private static boolean isChunked(Headers headers) {
    return headers.get("Transfer-Encoding").toLowerCase(Locale.ROOT).contains("chunked");
  }

  private static long parseLength(String text) throws IOException {
    try {
      long length = Long.parseLong(text);
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException e) {
      throw new IOException("Not a Content-Length: " + text, e);
    }

    throw new IOException("Not a Content-Length: " + text);
  }
}
