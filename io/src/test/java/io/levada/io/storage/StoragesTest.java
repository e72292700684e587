/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.instanceOf;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.apache.beam.sdk.util.SerializableUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoragesTest {

  private static final AwsSettings AWS =
      AwsSettings.ofTheMachine()
          .withRegion("eu-west-1")
          .withEndpoint(URI.create("http://127.0.0.1:9000"));

  @Test
  void findsTheStorageByTheScheme() {
    Storages storages = Storages.withoutStaging();

    assertThat(storages.of(Location.of("/a")), is(instanceOf(LocalStorage.class)));
    assertThat(storages.of(Location.of("s3://bucket/a")), is(instanceOf(S3Storage.class)));
  }

  @Test
  void knowsNoOtherScheme() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Storages.withoutStaging().of(Location.of("gs://bucket/a")));

    assertThat(
        e.getMessage(),
        is(
            "Cannot use gs://bucket/a: no storage is known for gs:// (give a local path or"
                + " s3://bucket/folder)"));
  }

  @Test
  void travelsWithAllItsSettings() {
    Storages storages =
        Storages.stagingIn(Location.of("/staging"))
            .forRun("run-1", List.of(Location.of("s3://bucket/a")))
            .withAws(AWS);

    assertThat(SerializableUtils.clone(storages), is(storages));
  }

  @Test
  void differsByEachSetting() {
    Storages storages = Storages.withoutStaging();

    assertThat(storages, is(Storages.withoutStaging()));
    assertThat(storages, is(not(Storages.stagingIn(Location.of("/a")))));
    assertThat(storages, is(not(storages.forRun("run-1", List.of()))));
    assertThat(storages, is(not(storages.withAws(AWS))));
    assertThat(AWS, is(not(AWS.withTimeLimit(Duration.ofSeconds(1)))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3://bucket", "http:///path", "mailto:a@b"})
  void refusesAnEndpointThatIsNoWebAddress(String endpoint) {
    AwsSettings aws = AwsSettings.ofTheMachine();

    assertThrows(IllegalArgumentException.class, () -> aws.withEndpoint(URI.create(endpoint)));
  }

  @Test
  void refusesAnEmptyRegionAndNoTime() {
    AwsSettings aws = AwsSettings.ofTheMachine();

    assertThrows(IllegalArgumentException.class, () -> aws.withRegion(""));
    assertThrows(IllegalArgumentException.class, () -> aws.withTimeLimit(Duration.ZERO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a b"})
  void refusesARunThatIsNoPlainWord(String run) {
    assertThrows(
        IllegalArgumentException.class, () -> Storages.withoutStaging().forRun(run, List.of()));
  }
}
