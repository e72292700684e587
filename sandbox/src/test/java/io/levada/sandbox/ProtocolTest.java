/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** HTTP itself, by signed addresses. */
@ExtendWith(SandboxExtension.class)
@Timeout(60)
class ProtocolTest {

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Sandbox sandbox;
  private String bucket;
  private S3Presigner presigner;

  @BeforeEach
  void connect(Sandbox running, SandboxSpace space) {
    sandbox = running;
    bucket = space.bucket();
    presigner =
        S3Presigner.builder()
            .endpointOverride(running.endpoint())
            .credentialsProvider(Clients.key(running.accessKey(), running.secretKey()))
            .region(Region.of(running.region()))
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build();
  }

  @AfterEach
  void disconnect() {
    presigner.close();
  }

  @Test
  void takesAFurtherRequestOnTheSameConnection() throws Exception {
    put("key", "content");
    try (Socket socket = open()) {
      String request = "GET " + target(getAddress("key")) + " HTTP/1.1\r\nHost: " + host() + "\r\n";
      send(socket, request + "\r\n" + request + "Connection: close\r\n\r\n");

      String answers = receive(socket);

      assertThat(answers.split("HTTP/1.1 200 OK", -1).length, is(3));
    }
  }

  @Test
  void tellsAWaitingClientToSend() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(putAddress("key"))
            .expectContinue(true)
            .PUT(BodyPublishers.ofString("content"))
            .build();

    assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode(), is(200));
    assertThat(get("key").body(), is("content"));
  }

  @Test
  void refusesAWaitingClientBeforeItSends() throws Exception {
    try (Socket socket = open()) {
      send(
          socket,
          "PUT /"
              + bucket
              + "/key HTTP/1.1\r\nHost: "
              + host()
              + "\r\nContent-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n");

      assertThat(receive(socket), startsWith("HTTP/1.1 403 Forbidden"));
    }
  }

  @Test
  void answersHeadWithoutABody() throws Exception {
    try (Socket socket = open()) {
      send(
          socket,
          "HEAD "
              + target(getAddress("key"))
              + " HTTP/1.1\r\nHost: "
              + host()
              + "\r\nConnection: close\r\n\r\n");

      String answer = receive(socket);

      assertThat(answer, startsWith("HTTP/1.1 403 Forbidden"));
      assertThat(answer.substring(answer.indexOf("\r\n\r\n")), is("\r\n\r\n"));
    }
  }

  @Test
  void asksForTheLengthOfABody() throws Exception {
    InputStream unknown = new ByteArrayInputStream(new byte[10]);
    HttpRequest request =
        HttpRequest.newBuilder(putAddress("key"))
            .PUT(BodyPublishers.ofInputStream(() -> unknown))
            .build();

    HttpResponse<String> answer = CLIENT.send(request, BodyHandlers.ofString());

    assertThat(answer.statusCode(), is(411));
    assertThat(answer.body(), containsString("MissingContentLength"));
  }

  @Test
  void storesNothingOfABodyThatIsCut() throws Exception {
    try (Socket socket = open()) {
      send(
          socket,
          "PUT "
              + target(putAddress("key"))
              + " HTTP/1.1\r\nHost: "
              + host()
              + "\r\nContent-Length: 100\r\n\r\nshort");
      socket.shutdownOutput();
      receive(socket);
    }

    assertThat(get("key").statusCode(), is(404));
  }

  @Test
  void closesAConnectionThatDoesNotSpeakHttp() throws Exception {
    try (Socket socket = open()) {
      send(socket, "hello\r\n\r\n");

      assertThat(receive(socket), is(""));
    }
  }

  @Test
  void refusesASignatureThatHasExpired() throws Exception {
    RequestHead head = head(getAddress("key"));
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(6));

    assertThat(refusal(head, later), is("AccessDenied: Request has expired"));
  }

  @Test
  void letsASignatureInThatHasNotExpired() throws Exception {
    RequestHead head = head(getAddress("key"));
    Clock later = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(4));

    new SignatureCheck(later).check(head, Signature.of(head), Service.S3, SignatureCheck.UNSIGNED);
  }

  private static String refusal(RequestHead head, Clock clock) throws RefusedException {
    Signature signature = Signature.of(head);
    SignatureCheck check = new SignatureCheck(clock);
    return assertThrows(
            RefusedException.class,
            () -> check.check(head, signature, Service.S3, SignatureCheck.UNSIGNED))
        .getMessage();
  }

  private RequestHead head(URI address) {
    RequestHead head = new RequestHead("GET", target(address), "HTTP/1.1", new Headers());
    head.headers().add("Host", host());
    return head;
  }

  private void put(String key, String content) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(putAddress(key)).PUT(BodyPublishers.ofString(content)).build();
    assertThat(CLIENT.send(request, BodyHandlers.ofString()).statusCode(), is(200));
  }

  private HttpResponse<String> get(String key) throws Exception {
    return CLIENT.send(HttpRequest.newBuilder(getAddress(key)).build(), BodyHandlers.ofString());
  }

  private URI putAddress(String key) throws Exception {
    return presigner
        .presignPutObject(
            p ->
                p.signatureDuration(Duration.ofMinutes(5))
                    .putObjectRequest(r -> r.bucket(bucket).key(key)))
        .url()
        .toURI();
  }

  private URI getAddress(String key) throws Exception {
    return presigner
        .presignGetObject(
            p ->
                p.signatureDuration(Duration.ofMinutes(5))
                    .getObjectRequest(r -> r.bucket(bucket).key(key)))
        .url()
        .toURI();
  }

  private static String target(URI address) {
    return address.getRawPath() + "?" + address.getRawQuery();
  }

  private String host() {
    return "127.0.0.1:" + sandbox.port();
  }

  private Socket open() throws IOException {
    return new Socket(Loopback.address(), sandbox.port());
  }

  private static void send(Socket socket, String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** All that comes until the other side ends. */
  private static String receive(Socket socket) throws IOException {
    BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    StringBuilder text = new StringBuilder();
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      text.append((char) c);
    }

    return text.toString();
  }
}
