/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.LakeTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The values of {@code --mapping} and {@code --filter}. */
final class MappingOption {

  private MappingOption() {}

  /**
   * The mapping that the options say.
   *
   * @param mapping a text, the name of a YAML file, or null for all columns as they are
   * @param filter a condition, or null for that of the file, if it has one
   * @throws UsageException if it is none; the message says where
   */
  static ItemMapping of(@Nullable String mapping, @Nullable String filter, Storages storages) {
    ItemMapping parsed = mapping == null ? ItemMapping.AS_READ : parse(mapping, storages);
    if (filter == null) {
      return parsed;
    }
    if (parsed.filter() != null) {
      throw new UsageException(
          "Invalid --filter: " + mapping + " has a filter already (leave out one of them)");
    }
    return parsed.withFilter(filter);
  }

  private static ItemMapping parse(String mapping, Storages storages) {
    boolean isFile = isFile(mapping);
    String text = isFile ? read(mapping, storages) : mapping;
    try {
      return isFile ? MappingYaml.parse(text) : MappingText.parse(text);
    } catch (IllegalArgumentException e) {
      String what = isFile ? mapping + ": " : "";
      throw new UsageException("Invalid --mapping: " + what + e.getMessage());
    }
  }

  /** A column of such a name would have to be in double quotes. */
  private static boolean isFile(String mapping) {
    String name = mapping.toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static String read(String mapping, Storages storages) {
    Location file = LakeTarget.location("--mapping", mapping);
    try {
      byte[] text =
          storages
              .of(file)
              .read(file)
              .orElseThrow(() -> new UsageException("Cannot find the mapping " + file));
      return new String(text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }
}
