/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Serves one client's connection: request after request, until one side ends it. */
final class ClientConnection implements Runnable {

  private static final int BUFFER_BYTES = 64 << 10;

  private final Socket socket;
  private final Map<Service, ServiceHandler> services;
  private final SignatureCheck signatures;
  private final Faults faults;
  private final RequestLog requests;

  /**
   * Serves a connection that was just accepted.
   *
   * @param services handlers of this connection's own
   */
  ClientConnection(
      Socket socket,
      Map<Service, ServiceHandler> services,
      SignatureCheck signatures,
      Faults faults,
      RequestLog requests) {
    this.socket = socket;
    this.services = Map.copyOf(services);
    this.signatures = signatures;
    this.faults = faults;
    this.requests = requests;
  }

  @Override
  public void run() {
    try (socket) {
      socket.setTcpNoDelay(true);
      HttpInput in = new HttpInput(socket.getInputStream());
      OutputStream out = new BufferedOutputStream(socket.getOutputStream(), BUFFER_BYTES);
      RequestHead head = in.readRequest();
      while (head != null && serve(head, in, out)) {
        head = in.readRequest();
      }
    } catch (IOException e) {
      // The client is gone, or does not speak HTTP: nobody to tell.
    } finally {
      services.values().forEach(ServiceHandler::close);
    }
  }

  /** Answers a request; false if the connection ends with it. */
  private boolean serve(RequestHead head, HttpInput in, OutputStream out) throws IOException {
    RequestBody body = new RequestBody(in.requestBody(head.headers()), out, head.expectsContinue());
    AnswerWriter writer = new AnswerWriter(out);
    Outcome outcome = outcome(head, body);
    if (outcome instanceof Outcome.Nothing) {
      socket.setSoLinger(true, 0);
      return false;
    }
    if (outcome instanceof Outcome.Part part) {
      writer.writePart(part.answer(), head, part.bytes());
      return false;
    }

    boolean goesOn = body.drain() && head.keepsAlive();
    writer.write(((Outcome.Whole) outcome).answer(), head, !goesOn);
    return goesOn;
  }

  private Outcome outcome(RequestHead head, RequestBody body) throws IOException {
    Signature signature = null;
    RefusedException malformed = null;
    try {
      signature = Signature.of(head);
    } catch (RefusedException e) {
      malformed = e;
    }

    Call call = CallReader.read(head, serviceOf(signature));
    InputStream content = body;
    if (call.service() != Service.S3) {
      // Faults ask for the table, of which the body alone tells.
      byte[] bytes = body.readNBytes(Content.MAX_BUFFERED_BYTES + 1);
      content = new ByteArrayInputStream(bytes);
      call =
          call.service() == Service.GLUE ? GlueCall.of(call, bytes) : DynamoDbCall.of(call, bytes);
    }
    requests.add(call);
    try {
      if (malformed != null) {
        throw malformed;
      }
      return outcome(call, head, signature, content);
    } catch (RefusedException e) {
      return new Outcome.Whole(e.error().toAnswer(call));
    } catch (RuntimeException e) {
      return new Outcome.Whole(failure(e).toAnswer(call));
    }
  }

  private Outcome outcome(
      Call call, RequestHead head, @Nullable Signature signature, InputStream body)
      throws IOException {
    FaultyCall faulty = new FaultyCall(call, socket.getPort(), faults.strike(call));
    ServiceHandler service = services.get(call.service());
    if (service == null) {
      throw new IllegalStateException("No handler for " + call.service());
    }

    return faulty.outcome(
        () -> {
          Content content = Content.of(head, signature, call.service(), body, signatures);
          if (faulty.leavesItems()) {
            return UnprocessedItems.apply(service, call, head, content);
          }
          String failed = faulty.failedEntries();
          return failed == null
              ? service.handle(call, head, content.in(), content.bytes())
              : GlueBatchInPart.apply(service, call, head, content, failed);
        });
  }

  /** A server that did not start, or a task of a test's that failed. */
  private static AwsError failure(RuntimeException thrown) {
    Throwable cause = thrown.getCause();
    String why = cause == null ? thrown.toString() : thrown.getMessage() + ": " + cause;
    return AwsError.of(500, "InternalError", "The sandbox failed: " + why);
  }

  private static @Nullable Service serviceOf(@Nullable Signature signature) {
    return signature == null ? null : Service.ofSigningName(signature.service());
  }
}
