/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What items are made by, as a digest: two runs that have the same one make the same items of the
 * same inputs. Options that change no item are left out, so that a rerun may have others.
 */
public final class MadeBy {

  /** Those that say how items are loaded, or which attempt of a scheduler this is. */
  private static final Set<String> OF_NO_ITEM =
      Set.of(
          "createTable",
          "maxWritesPerSecond",
          "capacityShare",
          "maxRetrySeconds",
          "ledger",
          "lockLease",
          "glueJobId",
          "glueJobRunId");

  private MadeBy() {}

  /**
   * @param files what the files say that the options name
   */
  public static String of(PipelineOptions options, Collection<String> files) {
    MessageDigest digest = sha256();
    for (Map.Entry<String, String> option : RecordedOptions.given(options).entrySet()) {
      if (!OF_NO_ITEM.contains(option.getKey())) {
        add(option.getKey(), digest);
        add(option.getValue(), digest);
      }
    }
    files.forEach(file -> add(file, digest));
    return HexFormat.of().formatHex(digest.digest());
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
