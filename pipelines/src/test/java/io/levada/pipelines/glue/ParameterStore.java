/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.function.BiConsumer;

/** A Systems Manager with one value for all parameters, where Java's properties say it is. */
final class ParameterStore implements AutoCloseable {

  private static final String ENDPOINT = "aws.endpointUrlSsm";

  private final String value;
  private final BiConsumer<String, String> asked;
  private final HttpServer server;

  /**
   * @param asked told each request: the operation, and the parameter's name
   */
  ParameterStore(String value, BiConsumer<String, String> asked) throws IOException {
    this.value = value;
    this.asked = asked;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
    System.setProperty(ENDPOINT, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    ObjectMapper json = new ObjectMapper();
    String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
    String name = json.readTree(exchange.getRequestBody().readAllBytes()).path("Name").asText();
    asked.accept(target.replaceFirst(".*\\.", ""), name);
    byte[] body =
        json.writeValueAsString(Map.of("Parameter", Map.of("Name", name, "Value", value)))
            .getBytes(UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void close() {
    System.clearProperty(ENDPOINT);
    server.stop(0);
  }
}
