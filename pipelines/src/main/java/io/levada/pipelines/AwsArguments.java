/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import org.checkerframework.checker.nullness.qual.Nullable;
import picocli.CommandLine.Option;

/** How a command is told to reach AWS: as a pipeline is, by {@link AwsOptions}. A picocli mixin. */
public final class AwsArguments {

  /** For a command's usage. */
  public static final String USAGE = "[--awsRegion=eu-west-1] [--endpoint=http://host:port]";

  @Option(names = "--awsRegion")
  private @Nullable String region;

  @Option(names = "--endpoint")
  private @Nullable String endpoint;

  /**
   * The settings that were typed, or else the machine's.
   *
   * @throws UsageException if one of them is wrong
   */
  public AwsSettings settings() {
    return AwsAccess.of(region, endpoint);
  }

  /** To read and list, on this machine and on S3. */
  public Storages storages() {
    return Storages.withoutStaging().withAws(settings());
  }

  /**
   * The location that a person has typed.
   *
   * @param what what it is, for the message
   * @throws UsageException if it is none
   */
  public static Location location(String what, String text) {
    try {
      return Location.of(text);
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid " + what + ": " + text + " (" + e.getMessage() + ")");
    }
  }
}
