/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LocalS3Test {

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private static LocalS3 s3;

  @BeforeAll
  static void start() throws Exception {
    s3 = LocalS3.start();
    assertThat(send(put("/bucket", "")).statusCode(), is(200));
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Test
  void givesBackTheObjectThatWasPut() throws Exception {
    send(put("/bucket/folder/a.json", "{\"a\": 1}"));

    assertThat(send(get("/bucket/folder/a.json")).body(), is("{\"a\": 1}"));
  }

  @Test
  void hasNoObjectThatWasNotPut() throws Exception {
    assertThat(send(get("/bucket/none")).statusCode(), is(404));
  }

  @Test
  void letsExactlyOneOfManyCreateAnObject() {
    List<CompletableFuture<Integer>> writers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      HttpRequest create =
          HttpRequest.newBuilder(s3.endpoint().resolve("/bucket/lock"))
              .header("If-None-Match", "*")
              .PUT(BodyPublishers.ofString("writer " + i))
              .build();
      writers.add(
          CLIENT.sendAsync(create, BodyHandlers.ofString()).thenApply(HttpResponse::statusCode));
    }

    List<Integer> answers = writers.stream().map(CompletableFuture::join).toList();

    assertThat(answers, containsInAnyOrder(200, 412, 412, 412, 412, 412, 412, 412));
  }

  @Test
  void keepsServersApart() throws Exception {
    send(put("/bucket/here", "x"));

    try (LocalS3 other = LocalS3.start()) {
      HttpRequest request =
          HttpRequest.newBuilder(other.endpoint().resolve("/bucket/here")).build();
      assertThat(send(request).statusCode(), is(404));
    }
  }

  @Test
  void answersNoMoreWhenClosed() {
    LocalS3 closed = LocalS3.start();
    URI endpoint = closed.endpoint();
    closed.close();

    IOException failure =
        assertThrows(IOException.class, () -> send(HttpRequest.newBuilder(endpoint).build()));

    assertThat(failure, is(instanceOf(ConnectException.class)));
  }

  @Test
  void keepsItsLibrariesToItself() {
    assertThrows(ClassNotFoundException.class, () -> Class.forName("org.gaul.s3proxy.S3Proxy"));
  }

  private static HttpRequest put(String path, String body) {
    return HttpRequest.newBuilder(s3.endpoint().resolve(path))
        .PUT(BodyPublishers.ofString(body))
        .build();
  }

  private static HttpRequest get(String path) {
    return HttpRequest.newBuilder(s3.endpoint().resolve(path)).build();
  }

  private static HttpResponse<String> send(HttpRequest request)
      throws IOException, InterruptedException {
    return CLIENT.send(request, BodyHandlers.ofString());
  }
}
