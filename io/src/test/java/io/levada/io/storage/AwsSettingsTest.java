/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.net.URI;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.retry.RetryPolicy;

class AwsSettingsTest {

  /** Stands for AWS_RETRY_MODE, which no test can set for its own process. */
  private static final String RETRY_MODE = "aws.retryMode";

  private static final int MAX_RETRIES = 9;

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
