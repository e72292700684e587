/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.Session;
import io.levada.pipelines.UsageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SandboxCommandTest {

  private final SandboxCommand command = new SandboxCommand();
  private final SandboxSession session = new SandboxSession();

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(LevadaCommand.class), hasItem(instanceOf(SandboxCommand.class)));
  }

  @Test
  void tellsTheSettingsToPaste() throws Exception {
    CompletableFuture<Integer> exit = runUntilInterrupted();

    assertThat(
        session.told(), containsString("  export AWS_ENDPOINT_URL=http://127.0.0.1:" + port()));
    stop(exit);
  }

  @Test
  void answersUntilItIsInterrupted() throws Exception {
    CompletableFuture<Integer> exit = runUntilInterrupted();
    int port = port();
    new Socket(InetAddress.getLoopbackAddress(), port).close();

    assertThat(stop(exit), is(ExitCode.DONE.code()));

    assertThrows(
        IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
  }

  @Test
  void keepsItsDataInAFolder(@TempDir Path folder) throws Exception {
    Path data = folder.resolve("data");

    stop(runUntilInterrupted("--folder", data.toString()));

    assertThat(Files.isDirectory(data), is(true));
  }

  @Test
  void tellsThatAPortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      List<String> args = List.of("--port=" + taken.getLocalPort());

      RunFailedException failure =
          assertThrows(RunFailedException.class, () -> command.run(args, session));

      assertThat(
          failure.getMessage(),
          startsWith("Cannot listen on port " + taken.getLocalPort() + " of 127.0.0.1; choose"));
    }
  }

  @Test
  void refusesAnotherOption() {
    UsageException refused =
        assertThrows(UsageException.class, () -> command.run(List.of("--prot=1"), session));

    assertThat(
        refused.getMessage(), is("levada sandbox takes --port=N and --folder=DIR, but has --prot"));
  }

  @Test
  void refusesAPortThatIsNone() {
    UsageException refused =
        assertThrows(UsageException.class, () -> command.run(List.of("--port=70000"), session));

    assertThat(
        refused.getMessage(),
        is("--port is a number from 0 (any that is free) to 65535, not 70000"));
  }

  @Test
  void refusesAnOptionWithoutAValue() {
    UsageException refused =
        assertThrows(UsageException.class, () -> command.run(List.of("--folder"), session));

    assertThat(refused.getMessage(), is("--folder needs a value, such as --folder=sandbox-data"));
  }

  private CompletableFuture<Integer> runUntilInterrupted(String... args) throws Exception {
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(() -> command.run(List.of(args), session));
    CompletableFuture.anyOf(session.flushed, exit).get();
    return exit;
  }

  private int stop(CompletableFuture<Integer> exit) throws Exception {
    session.interrupt.join().run();
    return exit.get();
  }

  private int port() {
    Matcher endpoint = Pattern.compile("at http://127.0.0.1:(\\d+),").matcher(session.told());
    assertThat(endpoint.find(), is(true));
    return Integer.parseInt(endpoint.group(1));
  }

  /** A session that can be interrupted. */
  private static final class SandboxSession implements Session, Console {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<Runnable> interrupt = new CompletableFuture<>();
    private final CompletableFuture<Boolean> flushed = new CompletableFuture<>();
    private final PrintStream out =
        new PrintStream(bytes, false, StandardCharsets.UTF_8) {
          @Override
          public void flush() {
            super.flush();
            flushed.complete(true);
          }
        };

    String told() {
      return bytes.toString(StandardCharsets.UTF_8);
    }

    @Override
    public PrintStream out() {
      return out;
    }

    @Override
    public PrintStream err() {
      return out;
    }

    @Override
    public Map<String, String> environment() {
      return Map.of();
    }

    @Override
    public Console console() {
      return this;
    }

    @Override
    public int levada(List<String> args) {
      throw new UnsupportedOperationException("The sandbox runs no other command");
    }

    @Override
    public void say(String line) {}

    @Override
    public void progress(String phase, long done, long total) {}

    @Override
    public Undo onInterrupt(Runnable undo) {
      interrupt.complete(undo);
      return () -> {};
    }
  }
}
