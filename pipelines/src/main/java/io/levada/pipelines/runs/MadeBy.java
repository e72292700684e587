/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.pipelines.AwsOptions;
import io.levada.pipelines.CommonOptions;
import io.levada.pipelines.GlueOptions;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;

/**
 * What items are made by, as a digest: two runs that have the same one make the same items of the
 * same inputs. What changes no item is left out, so that a rerun may have other options of that
 * kind: all of a runner's, how AWS is reached, what is shown, and those that say how items are
 * loaded and how many rejects there may be.
 */
public final class MadeBy {

  private static final Set<String> OF_NO_ITEM =
      Set.of(
          "createTable",
          "maxWritesPerSecond",
          "capacityShare",
          "maxRetrySeconds",
          "ledger",
          "lockLease",
          "maxRejects",
          "maxRejectRatio");

  /** Interfaces of options that are Levada's, as those of runners are not. */
  private static final String OURS = "io.levada.";

  private static final Set<Class<?>> OF_NO_INPUT =
      Set.of(AwsOptions.class, CommonOptions.class, GlueOptions.class);

  private MadeBy() {}

  /**
   * @param files what the files say that the options name
   */
  public static String of(PipelineOptions options, Collection<String> files) {
    MessageDigest digest = sha256();
    RecordedOptions.given(options, MadeBy::makesItems)
        .forEach(
            (name, value) -> {
              add(name, digest);
              add(value, digest);
            });
    files.forEach(file -> add(file, digest));
    return HexFormat.of().formatHex(digest.digest());
  }

  private static boolean makesItems(DisplayData.Item option) {
    Class<?> options = option.getNamespace();
    return options.getName().startsWith(OURS)
        && !OF_NO_INPUT.contains(options)
        && !OF_NO_ITEM.contains(option.getKey());
  }

  /** With its length, so that no two lists of texts are one. */
  private static void add(String text, MessageDigest digest) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
