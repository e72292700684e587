/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.levada.io.storage.AwsSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * A parameter of AWS Systems Manager, decrypted: one request, signed by the SDK. The service's own
 * client would make the jars 6 MB larger for it.
 */
final class SsmParameter {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int ATTEMPTS = 3;

  /** What Java's client sets by itself. */
  private static final Set<String> SET_BY_CLIENT = Set.of("host", "content-length");

  private final AwsSettings aws;
  private final @Nullable URI endpoint;

  /**
   * @param endpoint where a server stands that takes the place of AWS's, or null
   */
  SsmParameter(AwsSettings aws, @Nullable URI endpoint) {
    this.aws = aws;
    this.endpoint = endpoint;
  }

  /** By the endpoint of Java's properties or of the environment, if one names it, as in the SDK. */
  static SsmParameter of(AwsSettings aws) {
    return Stream.of(
            System.getProperty("aws.endpointUrlSsm"),
            System.getenv("AWS_ENDPOINT_URL_SSM"),
            System.getProperty("aws.endpointUrl"),
            System.getenv("AWS_ENDPOINT_URL"))
        .filter(endpoint -> endpoint != null && !endpoint.isEmpty())
        .findFirst()
        .map(endpoint -> new SsmParameter(aws, URI.create(endpoint)))
        .orElseGet(() -> new SsmParameter(aws, null));
  }

  /**
   * Its value.
   *
   * @throws IOException if it can't be had; nothing of an answer but the error's name is told
   */
  String value(String name) throws IOException {
    for (int attempt = 1; ; attempt++) {
      HttpResponse<String> answer = send(name);
      if (answer.statusCode() == 200) {
        return JSON.readTree(answer.body()).path("Parameter").path("Value").asText();
      }
      if (answer.statusCode() < 500 || attempt == ATTEMPTS) {
        throw new TmdbException(
            "Cannot find the API key: Systems Manager answered "
                + answer.statusCode()
                + " "
                + errorOf(answer.body())
                + " for ssm:"
                + name
                + " (is the parameter in this region, and ssm:GetParameter allowed?)");
      }
    }
  }

  private HttpResponse<String> send(String name) throws IOException {
    try {
      SdkHttpFullRequest signed = signed(name);
      HttpRequest.Builder request =
          HttpRequest.newBuilder(signed.getUri()).timeout(LIMIT).POST(body(name));
      for (Map.Entry<String, List<String>> header : signed.headers().entrySet()) {
        if (!SET_BY_CLIENT.contains(header.getKey().toLowerCase(Locale.ROOT))) {
          header.getValue().forEach(value -> request.header(header.getKey(), value));
        }
      }
      return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (SdkClientException e) {
      throw new TmdbException(
          "Cannot find the API key ssm:" + name + ": no credentials or no region of AWS are set",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while asking for ssm:" + name, e);
    }
  }

  private SdkHttpFullRequest signed(String name) {
    Region region =
        aws.region() == null
            ? DefaultAwsRegionProviderChain.builder().build().getRegion()
            : Region.of(aws.region());
    URI address =
        endpoint == null ? URI.create("https://ssm." + region.id() + ".amazonaws.com/") : endpoint;
    SdkHttpFullRequest request =
        SdkHttpFullRequest.builder()
            .method(SdkHttpMethod.POST)
            .uri(address)
            .putHeader("Content-Type", "application/x-amz-json-1.1")
            .putHeader("X-Amz-Target", "AmazonSSM.GetParameter")
            .contentStreamProvider(() -> new ByteArrayInputStream(text(name).getBytes(UTF_8)))
            .build();
    try (DefaultCredentialsProvider credentials = DefaultCredentialsProvider.create()) {
      return Aws4Signer.create()
          .sign(
              request,
              Aws4SignerParams.builder()
                  .awsCredentials(credentials.resolveCredentials())
                  .signingName("ssm")
                  .signingRegion(region)
                  .build());
    }
  }

  private static HttpRequest.BodyPublisher body(String name) {
    return HttpRequest.BodyPublishers.ofString(text(name), UTF_8);
  }

  private static String text(String name) {
    return JSON.createObjectNode().put("Name", name).put("WithDecryption", true).toString();
  }

  private static String errorOf(String body) {
    try {
      JsonNode type = JSON.readTree(body).path("__type");
      return type.asText().replaceAll(".*#", "").replaceAll("[^A-Za-z]", "");
    } catch (IOException e) {
      return "no JSON";
    }
  }
}
