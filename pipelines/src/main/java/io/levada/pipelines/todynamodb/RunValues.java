/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.LakeCopyOptions;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** The columns that have one value in each row of a run, and partition the lake's table. */
final class RunValues {

  static final String DATA_VERSAO = "data_versao";
  static final String ID_CARGA = "id_carga";

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);

  private RunValues() {}

  /**
   * The values by the names of the columns; none if there is no table in the lake.
   *
   * @throws UsageException if one is blank, or there is one without such a table
   */
  static Map<String, String> of(LakeCopyOptions options, Clock clock) {
    LocalDateTime now = LocalDateTime.now(clock);
    Map<String, String> values = new LinkedHashMap<>();
    values.put(
        DATA_VERSAO, value("--dataVersao", options.getDataVersao(), now.toLocalDate().toString()));
    values.put(ID_CARGA, value("--idCarga", options.getIdCarga(), SECOND.format(now)));
    if (options.getLakeOutput() != null) {
      return values;
    }

    refuse("--dataVersao", options.getDataVersao());
    refuse("--idCarga", options.getIdCarga());
    return Map.of();
  }

  private static String value(String option, @Nullable String given, String byDefault) {
    if (given != null && given.isBlank()) {
      throw new UsageException(
          "Invalid " + option + ": it is blank (leave it out, or give a value)");
    }
    return given == null ? byDefault : given;
  }

  private static void refuse(String option, @Nullable String given) {
    if (given != null) {
      throw new UsageException(
          "Invalid " + option + ": " + given + " (it is for the table of --lakeOutput)");
    }
  }
}
