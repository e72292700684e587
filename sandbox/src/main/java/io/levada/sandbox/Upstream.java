/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * One client's connection to a backend: {@link #begin}, the body, {@link #finish}. Its failures are
 * refusals with 500, as AWS would answer. Not safe for more than one thread.
 */
final class Upstream implements Closeable {

  private static final int BUFFER_BYTES = 64 << 10;

  /** Well below the time after which a backend closes an idle connection. */
  private static final long MAX_IDLE_NANOS = 5_000_000_000L;

  private final Backend backend;
  private final Consumer<Socket> opened;

  private @Nullable Socket socket;
  private @Nullable HttpInput in;
  private @Nullable OutputStream out;
  private @Nullable InputStream unread;
  private boolean closes;
  private long lastUsed;

  /**
   * Connects at the first request.
   *
   * @param opened gets each socket, to close it in the end
   */
  Upstream(Backend backend, Consumer<Socket> opened) {
    this.backend = backend;
    this.opened = opened;
  }

  /**
   * Writes a request's head; it may be on its way only after {@link #finish}.
   *
   * @return takes the body; a failure of it shows in {@link #finish}
   */
  OutputStream begin(RequestHead head) throws RefusedException {
    connect();
    OutputStream to = new Sending(required(out));
    StringBuilder text = new StringBuilder(512);
    text.append(head.method()).append(' ').append(head.target()).append(" HTTP/1.1\r\n");
    for (Headers.Line line : head.headers().lines()) {
      text.append(line.name()).append(": ").append(line.value()).append("\r\n");
    }
    text.append("\r\n");
    try {
      to.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw failed(e);
    }

    return to;
  }

  /** Sends what is left of the request, and waits for the answer. */
  Answer finish(OutputStream body, String method) throws RefusedException {
    try {
      body.flush();
      HttpInput from = required(in);
      AnswerHead head = from.readAnswer();
      while (head.status() < 200) {
        head = from.readAnswer();
      }

      lastUsed = System.nanoTime();
      // A server that answers with an error may not have read the body, and closes.
      closes =
          head.status() >= 400
              || head.headers().lists("Connection", "close")
              || head.hasUnknownEnd(method);
      if (!head.hasBody(method)) {
        return new Answer(head, null);
      }

      InputStream content = from.answerBody(head.headers());
      unread = content;
      return new Answer(head, content);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Gives a request up that has begun: the backend sees it end early. */
  void abandon() {
    close();
  }

  @Override
  public void close() {
    Socket open = socket;
    socket = null;
    unread = null;
    if (open != null) {
      closeQuietly(open);
    }
  }

  private void connect() throws RefusedException {
    Socket open = socket;
    boolean stale = closes || System.nanoTime() - lastUsed > MAX_IDLE_NANOS;
    if (open != null && (stale || open.isClosed() || !isReadToEnd())) {
      close();
    }
    if (socket != null) {
      return;
    }

    try {
      Socket fresh = new Socket(Loopback.address(), backend.port());
      opened.accept(fresh);
      fresh.setTcpNoDelay(true);
      socket = fresh;
      in = new HttpInput(fresh.getInputStream());
      out = new BufferedOutputStream(fresh.getOutputStream(), BUFFER_BYTES);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Whether the last answer was read whole. */
  private boolean isReadToEnd() {
    InputStream last = unread;
    unread = null;
    try {
      return last == null || last.read() < 0;
    } catch (IOException e) {
      return false;
    }
  }

  private RefusedException failed(IOException cause) {
    close();
    RefusedException refused =
        new RefusedException(
            500, "InternalError", "The sandbox's server failed: " + cause.getMessage());
    refused.initCause(cause);
    return refused;
  }

  private static <T> T required(@Nullable T value) {
    if (value == null) {
      throw new IllegalStateException("Not connected");
    }

    return value;
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  /**
   * Goes on without an error when the backend does not take the rest: it has answered before, and
   * the client is told that answer once it has sent all.
   */
  private static final class Sending extends OutputStream {

    private final OutputStream out;
    private boolean refused;

    Sending(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      try {
        if (!refused) {
          out.write(bytes, offset, length);
        }
      } catch (IOException e) {
        refused = true;
      }
    }

    @Override
    public void flush() {
      try {
        if (!refused) {
          out.flush();
        }
      } catch (IOException e) {
        refused = true;
      }
    }
  }
}
