/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogTable;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.TextTable;
import io.levada.pipelines.TextTable.Align;
import java.util.List;
import java.util.TreeMap;

/** A table of a catalog for people. */
final class DescriptionText {

  private static final int MAX_WIDTH = 200;

  private DescriptionText() {}

  static String of(DescribedTable described) {
    CatalogTable table = described.table();
    StringBuilder text = new StringBuilder();
    text.append(PrintableText.of(table.name() + "  " + table.location())).append("\n\n");
    text.append(columns(table)).append('\n').append(parameters(table));
    if (!table.partitionKeys().isEmpty()) {
      text.append('\n').append(partitions(described));
    }
    return text.toString();
  }

  private static TextTable columns(CatalogTable table) {
    TextTable columns = table("column", "type", "note");
    for (CatalogColumn column : table.columns()) {
      addRow(columns, column.name(), column.type(), comment(column));
    }
    for (CatalogColumn key : table.partitionKeys()) {
      String comment = comment(key);
      addRow(
          columns,
          key.name(),
          key.type(),
          "partition key" + (comment.isEmpty() ? "" : ": " + comment));
    }
    return columns;
  }

  private static String comment(CatalogColumn column) {
    return column.comment() == null ? "" : column.comment();
  }

  private static TextTable parameters(CatalogTable table) {
    TextTable parameters = table("parameter", "value");
    new TreeMap<>(table.parameters()).forEach((name, value) -> addRow(parameters, name, value));
    addRow(parameters, "(serde)", table.format().serde());
    return parameters;
  }

  private static String partitions(DescribedTable described) {
    String count = Sizes.counted(described.partitions(), "partition");
    if (described.partitions() == 0) {
      return count + "\n";
    }

    TextTable newest = table("partition", "run", "location");
    for (CatalogPartition partition : described.newest()) {
      addRow(
          newest,
          String.join(", ", partition.values()),
          DescribedTable.run(partition).orElse(""),
          partition.location().toString());
    }
    boolean all = described.newest().size() == described.partitions();
    return count + (all ? "" : ", the newest") + ":\n\n" + newest;
  }

  private static TextTable table(String... headings) {
    TextTable table = new TextTable(MAX_WIDTH);
    for (String heading : headings) {
      table.addColumn(heading, Align.LEFT);
    }
    return table;
  }

  private static void addRow(TextTable table, String... texts) {
    table.addRow(List.of(texts).stream().map(PrintableText::of).toList());
  }
}
