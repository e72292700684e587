/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaCommand;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SandboxCommandTest {

  private static final String ANY_PORT = "--port=0";

  private final SandboxCommand command = new SandboxCommand();
  private final TestSession session = new TestSession();

  private CompletableFuture<Integer> running = CompletableFuture.completedFuture(0);

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    session.interrupt();
  }

  @Test
  void isFoundAsAService() {
    assertThat(ServiceLoader.load(LevadaCommand.class), hasItem(instanceOf(SandboxCommand.class)));
  }

  @Test
  void tellsTheSettingsToPaste() throws Exception {
    start(ANY_PORT);

    assertThat(
        session.told(),
        is(
            """
            S3, DynamoDB and Glue are at http://127.0.0.1:%1$d, their data is kept in memory. Ctrl-C stops them.

            Paste this in another terminal, for aws, boto3, other clients and Levada:

              export AWS_ACCESS_KEY_ID=sandbox
              export AWS_SECRET_ACCESS_KEY=sandbox
              export AWS_REGION=us-east-1
              export AWS_DEFAULT_REGION=us-east-1
              export AWS_ENDPOINT_URL=http://127.0.0.1:%1$d

            and try:

              aws s3 mb s3://landing
              aws s3 cp events.json s3://landing/pending/
              ./levada head s3://landing/pending
              python3 -c 'import boto3; print(boto3.client("s3").list_buckets()["Buckets"])'

            Clients from before 2023 take the address by --endpoint-url=http://127.0.0.1:%1$d or endpoint_url="http://127.0.0.1:%1$d".
            """
                .formatted(port())));
  }

  @Test
  void tellsTheAddressAndTheTokenOfTmdb() throws Exception {
    start(ANY_PORT, "--tmdb=40");

    Matcher address =
        Pattern.compile("TMDB_BASE_URL=(http://127[.]0[.]0[.]1:\\d+/3)\n").matcher(session.told());
    assertThat(address.find(), is(true));
    assertThat(
        session.told(),
        endsWith(
            """

            TMDB's API is at %1$s, with 40 films that are made up:

              export TMDB_BASE_URL=%1$s
              export TMDB_API_KEY=sandbox-tmdb-read-token
              ./levada run tmdb-ingest --output=raw/tmdb --apiKey=env:TMDB_API_KEY
            """
                .formatted(address.group(1))));
  }

  @Test
  void refusesFilmsThatTmdbWouldNotList() {
    UsageException e =
        assertThrows(UsageException.class, () -> command.run(List.of("--tmdb=0"), session));

    assertThat(e.getMessage(), is("Invalid --tmdb: 0 (expected the number of films, 1 to 10000)"));
  }

  @Test
  void answersUntilItIsInterrupted() throws Exception {
    start(ANY_PORT);
    int port = port();
    new Socket(InetAddress.getLoopbackAddress(), port).close();

    session.interrupt();

    assertThat(exitCode(), is(ExitCode.INTERRUPTED));
    assertThrows(
        IOException.class, () -> new Socket(InetAddress.getLoopbackAddress(), port).close());
  }

  @Test
  void tellsWhereItsDataIsWhenItStops() throws Exception {
    Path data = folder.resolve("data");
    start(ANY_PORT, "--folder", data.toString());

    session.interrupt();

    assertThat(session.told(), endsWith("Stopped; its data is in " + data + "\n"));
  }

  @Test
  void makesBucketsUnlessTheyAreThere() throws Exception {
    Files.createDirectories(folder.resolve("s3/landing"));
    Files.createFile(folder.resolve("s3/landing/object"));

    start(ANY_PORT, "--folder=" + folder, "--buckets=landing,trusted");

    assertThat(Files.exists(folder.resolve("s3/landing/object")), is(true));
    assertThat(Files.isDirectory(folder.resolve("s3/trusted")), is(true));
  }

  @Test
  void doesNotTellHowToMakeABucketThatItHasMade() throws Exception {
    start(ANY_PORT, "--buckets=inbox,trusted");

    assertThat(session.told(), containsString("  aws s3 cp events.json s3://inbox/pending/\n"));
    assertThat(session.told(), not(containsString("aws s3 mb")));
  }

  @Test
  void refusesANameThatNoBucketHas() {
    assertThat(
        refusal(ANY_PORT, "--buckets=a_B"),
        is("Invalid --buckets: 'a_B' (expected 3 to 63 of a-z, 0-9, . and -)"));
  }

  @Test
  void tellsThatAPortIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(
          failure("--port=" + taken.getLocalPort()),
          is(
              "Cannot listen on port "
                  + taken.getLocalPort()
                  + " of 127.0.0.1 (choose another by --port, or any that is free by --port=0)"));
    }
  }

  @Test
  void tellsThatAFolderIsInUse() throws Exception {
    start(ANY_PORT, "--folder=" + folder);

    assertThat(
        failure(ANY_PORT, "--folder=" + folder),
        is(
            "Cannot keep data in "
                + folder
                + ": another sandbox is using it (stop that one, or give another folder)"));
  }

  @Test
  void refusesAnotherOption() {
    assertThat(refusal("--prot=1"), is("Unknown argument: --prot=1 (did you mean --port?)"));
  }

  @Test
  void refusesAPortThatIsNone() {
    assertThat(refusal("--port=70000"), is("Invalid --port: 70000 (expected 0 to 65535)"));
  }

  @Test
  void refusesAnOptionWithoutAValue() {
    assertThat(
        refusal("--folder"),
        is(
            "Missing argument (levada sandbox [--port=4566] [--folder=DIR]"
                + " [--buckets=landing,trusted] [--tmdb=FILMS])"));
  }

  private void start(String... args) throws Exception {
    running = CompletableFuture.supplyAsync(() -> command.run(List.of(args), session));
    CompletableFuture.anyOf(session.flushed(), running).get();
  }

  private String refusal(String... args) {
    return assertThrows(UsageException.class, () -> command.run(List.of(args), session))
        .getMessage();
  }

  private String failure(String... args) {
    return assertThrows(RunFailedException.class, () -> command.run(List.of(args), session))
        .getMessage();
  }

  /** In a process the signal has the last word; in a test the command itself. */
  private ExitCode exitCode() {
    CompletionException ended = assertThrows(CompletionException.class, running::join);
    return ((RunFailedException) ended.getCause()).exitCode();
  }

  private int port() {
    Matcher endpoint = Pattern.compile("at http://127.0.0.1:(\\d+),").matcher(session.told());
    assertThat(endpoint.find(), is(true));
    return Integer.parseInt(endpoint.group(1));
  }
}
