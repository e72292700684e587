/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.levada.io.storage.AwsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One request of Systems Manager's protocol, as its API reference has it. */
class SsmParameterTest {

  private static final String FOUND =
      "{\"Parameter\":{\"Name\":\"/levada/tmdb\",\"Type\":\"SecureString\",\"Value\":\"secret\"}}";

  private record Answer(int status, String body) {}

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> asked = new ArrayList<>();
  private HttpServer server;
  private SsmParameter parameters;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    parameters = new SsmParameter(AwsSettings.ofTheMachine().withRegion("eu-west-1"), endpoint);
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    asked.add(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
    asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
    asked.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    Answer answer = answers.remove();
    byte[] body = answer.body().getBytes(UTF_8);
    exchange.sendResponseHeaders(answer.status(), body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Test
  void asksForTheDecryptedValueAndSignsForIt() throws IOException {
    answers.add(new Answer(200, FOUND));

    assertThat(parameters.value("/levada/tmdb"), is("secret"));

    assertThat(asked.get(0), is("AmazonSSM.GetParameter"));
    assertThat(asked.get(1), startsWith("AWS4-HMAC-SHA256 Credential=sandbox/"));
    assertThat(asked.get(2), is("{\"Name\":\"/levada/tmdb\",\"WithDecryption\":true}"));
  }

  @Test
  void asksAgainWhereTheServiceFails() throws IOException {
    answers.add(new Answer(500, "{\"__type\":\"InternalServerError\"}"));
    answers.add(new Answer(200, FOUND));

    assertThat(parameters.value("/levada/tmdb"), is("secret"));
  }

  @Test
  void tellsTheNameOfTheErrorAlone() {
    answers.add(
        new Answer(400, "{\"__type\":\"com.amazonaws#ParameterNotFound\",\"message\":\"secret\"}"));

    TmdbException e = assertThrows(TmdbException.class, () -> parameters.value("/levada/tmdb"));

    assertThat(
        e.getMessage(),
        is(
            "Cannot find the API key: Systems Manager answered 400 ParameterNotFound for"
                + " ssm:/levada/tmdb (is the parameter in this region, and ssm:GetParameter"
                + " allowed?)"));
  }
}
