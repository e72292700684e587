/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.inspect;

import io.levada.io.lake.LakeIO;
import io.levada.io.lake.LakeTable;
import io.levada.io.lake.TableScan;
import io.levada.io.storage.Storages;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.runs.TableInput;
import io.levada.transforms.ValueType;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.beam.sdk.schemas.Schema.Field;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.values.Row;

/** The first rows of a table. */
final class TableHead {

  private TableHead() {}

  static String of(Storages storages, TableInput input, TableScan scan, int maxRows)
      throws IOException {
    LakeTable table = input.list(storages, scan, UnaryOperator.identity());
    if (table.files().isEmpty()) {
      throw new IOException("Cannot show " + input + ": " + whyEmpty(input, scan));
    }

    List<Row> rows = LakeIO.read(storages, table).head(maxRows);
    RowsText text = new RowsText(table.schema());
    for (Field column : table.schema().getFields()) {
      String remark =
          table.partitionColumns().contains(column.getName())
              ? "partition"
              : column.getType().getNullable() ? "" : "required";
      text.describe(column.getName(), typeOf(column.getType()), remark);
    }
    return text.of(rows)
        + "\n"
        + Sizes.grouped(rows.size())
        + " of "
        + Sizes.counted(table.rows(), "row")
        + " in "
        + Sizes.counted(table.files().size(), "file")
        + "\n";
  }

  private static String whyEmpty(TableInput input, TableScan scan) {
    if (scan.filter() != null) {
      return "no partition is one that --where asks for";
    }
    return input instanceof TableInput.InFolder
        ? "its files are of a run that has not published them yet (try again when it has)"
        : "it has no files (levada describe shows where they would be)";
  }

  private static String typeOf(FieldType type) {
    try {
      return ValueType.of(type).toString();
    } catch (IllegalArgumentException e) {
      return type.getTypeName().toString().toLowerCase(Locale.ROOT);
    }
  }
}
