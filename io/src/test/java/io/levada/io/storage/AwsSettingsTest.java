/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.retry.RetryPolicy;

class AwsSettingsTest {

  /** Stands for AWS_RETRY_MODE, which no test can set for its own process. */
  private static final String RETRY_MODE = "aws.retryMode";

  private static final int MAX_RETRIES = 9;

  @Test
  void takesTheEndpointForS3BeforeThatForAll() {
    assertThat(
        endpoint(Map.of("AWS_ENDPOINT_URL_S3", "http://s3:1", "AWS_ENDPOINT_URL", "http://all:2")),
        is(URI.create("http://s3:1")));
  }

  @Test
  void takesTheEndpointForAll() {
    assertThat(
        endpoint(Map.of("AWS_ENDPOINT_URL_S3", "", "AWS_ENDPOINT_URL", "http://all:2")),
        is(URI.create("http://all:2")));
  }

  @Test
  void needsNoEndpoint() {
    assertThat(endpoint(Map.of()), is(nullValue()));
  }

  @Test
  void takesTheEndpointForGlueBeforeThatForAll() {
    assertThat(
        glueEndpoint(
            Map.of("AWS_ENDPOINT_URL_GLUE", "http://glue:1", "AWS_ENDPOINT_URL", "http://all:2")),
        is(URI.create("http://glue:1")));
  }

  @Test
  void takesNoEndpointForS3AsThatForGlue() {
    assertThat(glueEndpoint(Map.of("AWS_ENDPOINT_URL_S3", "http://s3:1")), is(nullValue()));
  }

  @Test
  void takesOneEndpointForAllServices() {
    AwsSettings aws =
        AwsSettings.in(Map.of("AWS_ENDPOINT_URL_GLUE", "http://glue:1"))
            .withEndpoint(URI.create("http://all:2"));

    assertThat(aws.endpoint(), is(URI.create("http://all:2")));
    assertThat(aws.glueEndpoint(), is(URI.create("http://all:2")));
  }

  private static @Nullable URI glueEndpoint(Map<String, String> environment) {
    return AwsSettings.in(environment).glueEndpoint();
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:4566", "ftp://host", "http://", "http://a b", "s3"})
  void namesTheVariableThatIsNoEndpoint(String wrong) {
    Exception e =
        assertThrows(
            IllegalArgumentException.class, () -> endpoint(Map.of("AWS_ENDPOINT_URL", wrong)));

    assertThat(
        e.getMessage(),
        is(
            "Invalid AWS_ENDPOINT_URL: '"
                + wrong
                + "' (give http://host:port or https://host, or unset it)"));
  }

  private static @Nullable URI endpoint(Map<String, String> environment) {
    return AwsSettings.in(environment).endpoint();
  }

  @Test
  void repeatsInTheStandardMode() {
    assertThat(retries(null).retryMode(), is(RetryMode.STANDARD));
  }

  @ParameterizedTest
  @CsvSource({"adaptive, ADAPTIVE", "standard, STANDARD", "legacy, LEGACY"})
  void repeatsInTheModeThatTheMachineNames(String name, RetryMode mode) {
    assertThat(retries(name).retryMode(), is(mode));
    assertThat(retries(name).numRetries(), is(MAX_RETRIES));
  }

  /** Of a client of its own, as each has its mode for good. */
  private static RetryPolicy retries(@Nullable String mode) {
    AwsSettings aws =
        AwsSettings.ofTheMachine()
            .withEndpoint(URI.create("http://" + (mode == null ? "unset" : mode) + ".invalid"));
    if (mode != null) {
      System.setProperty(RETRY_MODE, mode);
    }
    try {
      return S3Connection.of(aws)
          .client()
          .serviceClientConfiguration()
          .overrideConfiguration()
          .retryPolicy()
          .orElseThrow();
    } finally {
      System.clearProperty(RETRY_MODE);
    }
  }
}
