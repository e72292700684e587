/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import io.levada.sandbox.Sandbox;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** {@code levada sandbox}: S3 and DynamoDB on this machine, until Ctrl-C. */
public final class SandboxCommand implements LevadaCommand {

  private static final String FOLDER = "--folder";
  private static final String PORT = "--port";

  @Override
  public String name() {
    return "sandbox";
  }

  @Override
  public String description() {
    return "Run S3 and DynamoDB on this machine until Ctrl-C: [--port=N] [--folder=DIR]";
  }

  @Override
  public int run(List<String> args, Session session) {
    Choice choice = Choice.of(args);
    try (Sandbox sandbox = start(choice)) {
      CountDownLatch stopped = new CountDownLatch(1);
      Runnable stop = sandbox::close;
      Console.Undo undo =
          session
              .console()
              .onInterrupt(
                  () -> {
                    stop.run();
                    stopped.countDown();
                  });
      session.out().println(settings(sandbox, choice));
      session.out().flush();
      stopped.await();
      undo.close();
      return ExitCode.DONE.code();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RunFailedException(ExitCode.INTERRUPTED, "Interrupted", e);
    }
  }

  private static Sandbox start(Choice choice) {
    try {
      return choice.settings().start();
    } catch (UncheckedIOException e) {
      String why =
          e.getCause() instanceof BindException
              ? "Cannot listen on port "
                  + choice.port()
                  + " of 127.0.0.1; choose another by --port, or leave it out for one that is free"
              : "Cannot start the sandbox: " + e.getMessage();
      throw new RunFailedException(ExitCode.FAILED, why, e);
    }
  }

  private static String settings(Sandbox sandbox, Choice choice) {
    StringBuilder text = new StringBuilder();
    String kept = choice.folder().isEmpty() ? "in memory" : "in " + choice.folder();
    text.append(
        String.format(
            """
            S3 and DynamoDB are at %s, what they hold is kept %s. Ctrl-C stops them.

            For aws, boto3 and other clients, paste this:

            """,
            sandbox.endpoint(), kept));
    sandbox
        .environment()
        .forEach((name, value) -> text.append("  export " + name + "=" + value + "\n"));
    text.append(
        String.format(
            """

            and try:

              aws s3 mb s3://landing
              python3 -c 'import boto3; print(boto3.client("s3").list_buckets()["Buckets"])'

            Clients from before 2023 take the address by --endpoint-url=%1$s or endpoint_url="%1$s".
            Levada takes it by --endpoint=%1$s --awsRegion=%2$s
            """,
            sandbox.endpoint(), sandbox.region()));
    return text.toString();
  }

  /**
   * What the options say.
   *
   * @param folder empty for in memory
   */
  private record Choice(int port, String folder) {

    static Choice of(List<String> args) {
      int port = 0;
      String folder = "";
      Iterator<String> words = args.iterator();
      while (words.hasNext()) {
        String[] pair = words.next().split("=", 2);
        switch (pair[0]) {
          case PORT -> port = parsePort(value(pair, words));
          case FOLDER -> folder = value(pair, words);
          default ->
              throw new UsageException(
                  "levada sandbox takes --port=N and --folder=DIR, but has " + pair[0]);
        }
      }

      return new Choice(port, folder);
    }

    Sandbox.Settings settings() {
      Sandbox.Settings settings =
          folder.isEmpty() ? Sandbox.inMemory() : Sandbox.keepingIn(Path.of(folder));
      return settings.onPort(port);
    }

    private static String value(String[] pair, Iterator<String> words) {
      String value = pair.length == 2 ? pair[1] : words.hasNext() ? words.next() : "";
      if (value.isEmpty()) {
        throw new UsageException(pair[0] + " needs a value, such as " + example(pair[0]));
      }

      return value;
    }

    private static String example(String option) {
      return option.equals(PORT) ? "--port=4566" : "--folder=sandbox-data";
    }

    private static int parsePort(String text) {
      try {
        int port = Integer.parseInt(text);
        if (port >= 0 && port <= 65_535) {
          return port;
        }
      } catch (NumberFormatException e) {
        // Told below, as a number that is no port.
      }

      throw new UsageException(
          "--port is a number from 0 (any that is free) to 65535, not " + text);
    }
  }
}
