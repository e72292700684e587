/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the demo begins and ends, with commands that do nothing; {@link DemoTest} runs it whole. */
@Timeout(60)
class DemoCommandTest {

  private static final Path CHECKOUT = Path.of("../..");
  private static final String ACCESS_KEY = "aws.accessKeyId";

  private final TestSession session = new TestSession();
  private final List<List<String>> commands = new ArrayList<>();

  @TempDir private Path folder;

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(LevadaCommand.class), hasItem(instanceOf(DemoCommand.class)));
  }

  @Test
  void endsWithTheFirstCommandThatFails() {
    int exit = demo(ExitCode.LOCKED.code());

    assertThat(exit, is(ExitCode.LOCKED.code()));
    assertThat(commands.size(), is(1));
  }

  @Test
  void endsWithTheFirstPipelineThatFails() {
    session.answerBy(
        args -> {
          commands.add(args);
          return ExitCode.NOT_CONSERVED.code();
        });

    int exit = new DemoCommand(CHECKOUT).run(List.of("--all", "--folder=" + folder), session);

    assertThat(exit, is(ExitCode.NOT_CONSERVED.code()));
    assertThat(commands.size(), is(1));
    assertThat(session.told(), endsWith("events          failed\n"));
  }

  @Test
  void fillsTheLandingZone() throws IOException {
    demo(1);

    assertThat(
        filesIn("s3/landing"), contains("s3/landing/pending/wikipedia-edits-2015-09-12.json.gz"));
  }

  @Test
  void startsAnewInItsBucketsAndLeavesOthers() throws IOException {
    Files.createDirectories(folder.resolve("s3/trusted/events/year=2015"));
    Files.createFile(folder.resolve("s3/trusted/events/year=2015/old.parquet"));
    Files.createDirectories(folder.resolve("s3/mine"));
    Files.createFile(folder.resolve("s3/mine/object"));

    demo(1);

    assertThat(filesIn("s3/trusted"), is(empty()));
    assertThat(filesIn("s3/mine"), contains("s3/mine/object"));
  }

  @Test
  void signsForTheSandboxWhileItRuns() {
    List<String> keys = new ArrayList<>();
    session.answerBy(
        args -> {
          keys.add(System.getProperty(ACCESS_KEY));
          return 1;
        });

    run();

    assertThat(keys, contains("sandbox"));
  }

  @Test
  void leavesTheProcessesOwnCredentials() {
    String before = System.getProperty(ACCESS_KEY);
    System.setProperty(ACCESS_KEY, "own");
    try {
      demo(1);

      assertThat(System.getProperty(ACCESS_KEY), is("own"));
    } finally {
      restore(before);
    }
  }

  @Test
  void leavesNoCredentialsWhereThereWereNone() {
    String before = System.getProperty(ACCESS_KEY);
    System.clearProperty(ACCESS_KEY);
    try {
      demo(1);

      assertThat(System.getProperty(ACCESS_KEY), is(nullValue()));
    } finally {
      restore(before);
    }
  }

  @Test
  void takesAnotherPortIfTheUsualOneIsInUse() throws IOException {
    try (ServerSocket usual = new ServerSocket()) {
      takeUsualPort(usual);

      demo(1);

      assertThat(endpoint(), startsWith("http://127.0.0.1:"));
      assertThat(endpoint(), is(not("http://127.0.0.1:" + SandboxCommand.USUAL_PORT)));
    }
  }

  @Test
  void stopsTheSandboxBehindWhatIsUndone() {
    session.answerBy(
        args -> {
          commands.add(args);
          session.onInterrupt(() -> assertThat(answers(), is(true)));
          session.interrupt();
          return ExitCode.INTERRUPTED.code();
        });

    RunFailedException ended = assertThrows(RunFailedException.class, this::run);

    assertThat(ended.exitCode(), is(ExitCode.INTERRUPTED));
    assertThat(answers(), is(false));
  }

  @Test
  void needsACheckout() {
    RunFailedException failure =
        assertThrows(
            RunFailedException.class,
            () -> new DemoCommand(folder).run(List.of("--folder=" + folder), session));

    assertThat(
        failure.getMessage(),
        is(
            "Cannot find "
                + folder.resolve(
                    "test-data/events/wikipedia/input/wikipedia-edits-2015-09-12.json.gz")
                + " (run demo from a checkout of Levada)"));
  }

  @Test
  void tellsOfAFolderThatCannotBeWritten() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));

    RunFailedException failure =
        assertThrows(
            RunFailedException.class,
            () -> new DemoCommand(CHECKOUT).run(List.of("--folder=" + file), session));

    assertThat(
        failure.getMessage(), is("Cannot keep data in " + file + ": it is a file (give a folder)"));
  }

  @Test
  void refusesAnotherArgument() {
    UsageException refused =
        assertThrows(
            UsageException.class, () -> new DemoCommand(CHECKOUT).run(List.of("now"), session));

    assertThat(
        refused.getMessage(), is("Unknown argument: now (levada demo [--all] [--folder=DIR])"));
  }

  private int demo(int exitCode) {
    session.answerBy(
        args -> {
          commands.add(args);
          return exitCode;
        });
    return run();
  }

  private int run() {
    return new DemoCommand(CHECKOUT).run(List.of("--folder=" + folder), session);
  }

  private String endpoint() {
    return commands.get(0).stream()
        .filter(word -> word.startsWith("--endpoint="))
        .map(word -> word.substring("--endpoint=".length()))
        .findFirst()
        .orElseThrow();
  }

  private boolean answers() {
    try {
      new Socket(InetAddress.getLoopbackAddress(), URI.create(endpoint()).getPort()).close();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Whoever has it already does as well. */
  private static void takeUsualPort(ServerSocket socket) throws IOException {
    try {
      socket.bind(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), SandboxCommand.USUAL_PORT));
    } catch (BindException e) {
      assertThat(e.getMessage(), startsWith("Address already in use"));
    }
  }

  private List<String> filesIn(String bucket) throws IOException {
    try (Stream<Path> paths = Files.walk(folder.resolve(bucket))) {
      return paths
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .toList();
    }
  }

  private static void restore(String accessKey) {
    if (accessKey == null) {
      System.clearProperty(ACCESS_KEY);
    } else {
      System.setProperty(ACCESS_KEY, accessKey);
    }
  }
}
