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
 * @param endpoint where a server stands that takes the place of AWS, or null; with one, a bucket is
 *     named in the path, not in front of the host
 * @param timeLimit how long a request may take, all its retries included; a second more for every
 *     256 KiB that it sends or 16 MiB that S3 copies for it
 */
public record AwsSettings(@Nullable String region, @Nullable URI endpoint, Duration timeLimit)
    implements Serializable {

  private static final Duration DEFAULT_TIME_LIMIT = Duration.ofMinutes(2);

  /** What newer SDKs and the AWS command line look at, in this order; the SDK here does not. */
  private static final List<String> ENDPOINT_VARIABLES =
      List.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL");

  private static final String ENDPOINT_REMEDY = "give http://host:port or https://host";

  /**
   * @throws IllegalArgumentException if the endpoint is no http or https address, the region is
   *     empty, or the time limit is not positive
   */
  public AwsSettings {
    if (region != null && region.isEmpty()) {
      throw new IllegalArgumentException("Invalid region: '' (give one such as eu-west-1)");
    }
    if (endpoint != null && (!isWeb(endpoint) || endpoint.getHost() == null)) {
      throw new IllegalArgumentException(
          "Invalid endpoint: '" + endpoint + "' (" + ENDPOINT_REMEDY + ")");
    }
    if (timeLimit.isNegative() || timeLimit.isZero()) {
      throw new IllegalArgumentException("Invalid time limit: " + timeLimit);
    }
  }

  /**
   * All as the machine has it. The endpoint is that of the environment: {@code
   * AWS_ENDPOINT_URL_S3}, or else {@code AWS_ENDPOINT_URL}, or none; a variable that is empty is
   * not set.
   *
   * @throws IllegalArgumentException if the environment's endpoint is no http or https address
   */
  public static AwsSettings ofTheMachine() {
    return in(System.getenv());
  }

  static AwsSettings in(Map<String, String> environment) {
    for (String variable : ENDPOINT_VARIABLES) {
      String endpoint = environment.getOrDefault(variable, "");
      if (!endpoint.isEmpty()) {
        return new AwsSettings(null, endpoint(variable, endpoint), DEFAULT_TIME_LIMIT);
      }
    }
    return new AwsSettings(null, null, DEFAULT_TIME_LIMIT);
  }

  private static URI endpoint(String variable, String text) {
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
    return new AwsSettings(region, endpoint, timeLimit);
  }

  public AwsSettings withEndpoint(URI endpoint) {
    return new AwsSettings(region, endpoint, timeLimit);
  }

  /** Two minutes, unless set. */
  public AwsSettings withTimeLimit(Duration timeLimit) {
    return new AwsSettings(region, endpoint, timeLimit);
  }

  private static boolean isWeb(URI endpoint) {
    return "http".equalsIgnoreCase(endpoint.getScheme())
        || "https".equalsIgnoreCase(endpoint.getScheme());
  }
}
