/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.List;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Applies a request as the faults that strike it let it. */
final class FaultyCall {

  private final Call call;
  private final int clientPort;
  private final List<Effect> effects;

  FaultyCall(Call call, int clientPort, List<Effect> effects) {
    this.call = call;
    this.clientPort = clientPort;
    this.effects = effects;
  }

  /** Hands a request to its service. */
  @FunctionalInterface
  interface Application {
    Answer apply() throws IOException;
  }

  Outcome outcome(Application application) throws IOException {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Delay delay) {
        sleep(delay);
      } else if (effect instanceof Effect.Run run && !run.afterApplying()) {
        run.task().accept(clientPort);
      } else if (effect instanceof Effect.Fail fail && !fail.afterApplying()) {
        return new Outcome.Whole(failed(fail));
      } else if (effect instanceof Effect.Reset reset && !reset.afterApplying()) {
        return new Outcome.Nothing();
      }
    }

    return after(application.apply());
  }

  /** Whether a batch is to be written in part. */
  boolean leavesItems() {
    return effects.stream().anyMatch(Effect.Unprocessed.class::isInstance);
  }

  /** What is told of all entries of a batch but the first, or null. */
  @Nullable String failedEntries() {
    for (Effect effect : effects) {
      if (effect instanceof Effect.FailedEntries failed) {
        return failed.code();
      }
    }
    return null;
  }

  private Outcome after(Answer answer) throws IOException {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Run run && run.afterApplying()) {
        run.task().accept(clientPort);
      } else if (effect instanceof Effect.Fail fail) {
        readToEnd(answer);
        return new Outcome.Whole(failed(fail));
      } else if (effect instanceof Effect.Reset) {
        readToEnd(answer);
        return new Outcome.Nothing();
      } else if (effect instanceof Effect.Cut cut) {
        return new Outcome.Part(answer, cut.bytes());
      }
    }

    return new Outcome.Whole(answer);
  }

  private Answer failed(Effect.Fail fail) {
    return fail.insideOk() ? fail.error().insideOk() : inNamesOf(fail.error()).toAnswer(call);
  }

  /** The services of JSON have other names for the errors that all have. */
  private AwsError inNamesOf(AwsError error) {
    if (call.service() == Service.S3) {
      return error;
    }

    return switch (error.code()) {
      case "AccessDenied" -> AwsError.of(400, "AccessDeniedException", error.message());
      case "SlowDown" -> AwsError.of(400, "ThrottlingException", error.message());
      case "InternalError" -> AwsError.of(500, internalError(), error.message());
      default -> error;
    };
  }

  private String internalError() {
    return call.service() == Service.GLUE ? "InternalServiceException" : "InternalServerError";
  }

  private static void readToEnd(Answer answer) throws IOException {
    InputStream body = answer.body();
    if (body != null) {
      body.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void sleep(Effect.Delay delay) throws InterruptedIOException {
    try {
      Thread.sleep(delay.time().toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("The sandbox is closing");
    }
  }
}
