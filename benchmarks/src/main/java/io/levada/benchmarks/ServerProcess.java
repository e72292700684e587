/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, until it is closed. */
final class ServerProcess implements AutoCloseable {

  private static final Pattern ENDPOINT = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+");
  private static final long STOP_SECONDS = 10;

  private final Process process;
  private final URI endpoint;

  private ServerProcess(Process process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /**
   * Starts a server; it is ready when this returns.
   *
   * @param command a line of its output tells the endpoint
   * @param errors where its standard error goes
   */
  static ServerProcess start(List<String> command, Path errors) throws IOException {
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher matcher = ENDPOINT.matcher(line);
      if (matcher.find()) {
        Thread rest = new Thread(() -> skip(out), "server-output");
        rest.setDaemon(true);
        rest.start();
        return new ServerProcess(process, URI.create(matcher.group()));
      }
    }
    throw new WrongResultException("The server has not started: see " + errors);
  }

  /** A server whose output nobody reads stops at some line of it. */
  private static void skip(BufferedReader out) {
    try {
      out.transferTo(Writer.nullWriter());
    } catch (IOException e) {
      // The server is gone, and has no more to say.
    }
  }

  URI endpoint() {
    return endpoint;
  }

  double cpuSeconds() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
