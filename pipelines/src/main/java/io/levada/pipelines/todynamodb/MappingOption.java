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
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The values of {@code --mapping} and {@code --filter}.
 *
 * @param file the text of the file that the mapping is in, which may be another tomorrow; null if
 *     it is in none
 */
record MappingOption(ItemMapping mapping, @Nullable String file) {

  /** The file in the record of a run that says what its items were made of. */
  static final String FILE = "mapping.yaml";

  /**
   * The mapping that the options say.
   *
   * @param mapping a text, the name of a YAML file, or null for all columns as they are
   * @param filter a condition, or null for that of the file, if it has one
   * @throws UsageException if it is none; the message says where
   */
  static MappingOption of(@Nullable String mapping, @Nullable String filter, Storages storages) {
    @Nullable String file = mapping != null && isFile(mapping) ? read(mapping, storages) : null;
    ItemMapping parsed = mapping == null ? ItemMapping.AS_READ : parse(mapping, file);
    if (filter == null) {
      return new MappingOption(parsed, file);
    }
    if (parsed.filter() != null) {
      throw new UsageException(
          "Invalid --filter: " + mapping + " has a filter already (leave out one of them)");
    }
    return new MappingOption(parsed.withFilter(filter), file);
  }

  private static ItemMapping parse(String mapping, @Nullable String file) {
    try {
      return file == null ? MappingText.parse(mapping) : MappingYaml.parse(file);
    } catch (IllegalArgumentException e) {
      String what = file == null ? "" : mapping + ": ";
      throw new UsageException("Invalid --mapping: " + what + e.getMessage());
    }
  }

  /** What the run's record keeps of them, besides the options. */
  Map<String, byte[]> kept() {
    return file == null ? Map.of() : Map.of(FILE, file.getBytes(StandardCharsets.UTF_8));
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
