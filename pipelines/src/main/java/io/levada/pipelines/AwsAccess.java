/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import io.levada.io.storage.AwsSettings;
import java.net.URI;
import org.checkerframework.checker.nullness.qual.Nullable;

/** How AWS is reached, from what was typed. */
public final class AwsAccess {

  private AwsAccess() {}

  /**
   * The settings that the options describe.
   *
   * @throws UsageException if one of them is wrong
   */
  public static AwsSettings of(AwsOptions options) {
    return of(options.getAwsRegion(), options.getEndpoint());
  }

  /**
   * The settings of this machine with a region and an endpoint.
   *
   * @param region null for the machine's
   * @param endpoint null for the machine's, or AWS itself
   * @throws UsageException if one of them is wrong
   */
  public static AwsSettings of(@Nullable String region, @Nullable String endpoint) {
    AwsSettings settings = ofTheMachine();
    if (region != null) {
      settings = withRegion(settings, region);
    }
    return endpoint == null ? settings : withEndpoint(settings, endpoint);
  }

  private static AwsSettings ofTheMachine() {
    try {
      return AwsSettings.ofTheMachine();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static AwsSettings withRegion(AwsSettings settings, String region) {
    try {
      return settings.withRegion(region);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --awsRegion: " + e.getMessage());
    }
  }

  private static AwsSettings withEndpoint(AwsSettings settings, String endpoint) {
    try {
      return settings.withEndpoint(URI.create(endpoint));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "Invalid --endpoint: '" + endpoint + "' (give http://host:port or https://host)");
    }
  }
}
