/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * How AWS is reached. Credentials are no setting and never travel: each machine finds its own, as
 * the AWS command line does, in its environment, its profile or its role.
 *
 * <p>How failed requests are repeated is no setting either: each machine may choose it by {@code
 * AWS_RETRY_MODE}. By itself it is {@code standard}, where a request that failed pauses, longer
 * each time. {@code adaptive} holds back all requests of the process when some are refused: 300 of
 * which a tenth was refused took 50 s, instead of 6. That is for those who send more than a store
 * bears; a run has few requests at a time. Repeats end with the time limit, and are counted, in any
 * mode.
 *
 * @param region as {@code eu-west-1}, or null for the one that the machine's environment, profile
 *     or role names
 * @param endpoint where a server stands that takes the place of S3, or null; with one, a bucket is
 *     named in the path, not in front of the host
 * @param glueEndpoint where a server stands that takes the place of Glue, or null
 * @param dynamoDbEndpoint where a server stands that takes the place of DynamoDB, or null
 * @param timeLimit how long a request may take, all its retries included; a second more for every
 *     256 KiB that it sends or 16 MiB that S3 copies for it
 */
public record AwsSettings(
    @Nullable String region,
    @Nullable URI endpoint,
    @Nullable URI glueEndpoint,
    @Nullable URI dynamoDbEndpoint,
    Duration timeLimit)
    implements Serializable {

  private static final Duration DEFAULT_TIME_LIMIT = Duration.ofMinutes(2);

  /**
   * What newer SDKs and the AWS command line look at, that of the service first; not the SDK here.
   */
  private static final String ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL";

  private static final String ENDPOINT_REMEDY = "give http://host:port or https://host";

  /**
   * @throws IllegalArgumentException if the endpoint is no http or https address, the region is
   *     empty, or the time limit is not positive
   */
  public AwsSettings {
    if (region != null && region.isEmpty()) {
      throw new IllegalArgumentException("Invalid region: '' (give one such as eu-west-1)");
    }
    checkEndpoint(endpoint);
    checkEndpoint(glueEndpoint);
    checkEndpoint(dynamoDbEndpoint);
    if (timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException("Invalid time limit: " + timeLimit);
    }
  }

  private static void checkEndpoint(@Nullable URI endpoint) {
    if (endpoint != null && (!isWeb(endpoint) || endpoint.getHost() == null)) {
      throw new IllegalArgumentException(
          "Invalid endpoint: '" + endpoint + "' (" + ENDPOINT_REMEDY + ")");
    }
  }

  /**
   * All as the machine has it. The endpoints are those of the environment: {@code
   * AWS_ENDPOINT_URL_S3}, {@code AWS_ENDPOINT_URL_GLUE} and {@code AWS_ENDPOINT_URL_DYNAMODB}, or
   * else {@code AWS_ENDPOINT_URL}, or none; a variable that is empty is not set.
   *
   * @throws IllegalArgumentException if the environment's endpoint is no http or https address
   */
  public static AwsSettings ofTheMachine() {
    return in(System.getenv());
  }

  static AwsSettings in(Map<String, String> environment) {
    return new AwsSettings(
        null,
        endpoint(environment, ENDPOINT_VARIABLE + "_S3"),
        endpoint(environment, ENDPOINT_VARIABLE + "_GLUE"),
        endpoint(environment, ENDPOINT_VARIABLE + "_DYNAMODB"),
        DEFAULT_TIME_LIMIT);
  }

  private static @Nullable URI endpoint(Map<String, String> environment, String variable) {
    for (String each : List.of(variable, ENDPOINT_VARIABLE)) {
      String endpoint = environment.getOrDefault(each, "");
      if (!endpoint.isEmpty()) {
        return parse(each, endpoint);
      }
    }
    return null;
  }

  private static URI parse(String variable, String text) {
    try {
      URI endpoint = new URI(text);
      if (isWeb(endpoint) && endpoint.getHost() != null) {
        return endpoint;
      }
    } catch (URISyntaxException e) {
      // Told below, as any text that is no address of a server.
    }
    throw new IllegalArgumentException(
        "Invalid " + variable + ": '" + text + "' (" + ENDPOINT_REMEDY + ", or unset it)");
  }

  public AwsSettings withRegion(String region) {
    return new AwsSettings(region, endpoint, glueEndpoint, dynamoDbEndpoint, timeLimit);
  }

  /** The same with a server that takes the place of all services. */
  public AwsSettings withEndpoint(URI endpoint) {
    return new AwsSettings(region, endpoint, endpoint, endpoint, timeLimit);
  }

  /** Two minutes, unless set. */
  public AwsSettings withTimeLimit(Duration timeLimit) {
    return new AwsSettings(region, endpoint, glueEndpoint, dynamoDbEndpoint, timeLimit);
  }

  private static boolean isWeb(URI endpoint) {
    return "http".equalsIgnoreCase(endpoint.getScheme())
        || "https".equalsIgnoreCase(endpoint.getScheme());
  }
}
