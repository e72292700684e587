/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogTable;
import io.levada.io.catalog.TableSchemas.Fit;
import io.levada.pipelines.PrintableText;
import io.levada.pipelines.Sizes;
import io.levada.pipelines.TextTable;
import io.levada.pipelines.TextTable.Align;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a crawl has found, and what that changes. */
final class CrawlText {

  private static final int MAX_WIDTH = 200;

  private CrawlText() {}

  static String of(
      CrawledTable crawled,
      Optional<CatalogTable> present,
      Fit fit,
      PartitionChanges changes,
      Crawl.Settings settings) {
    List<String> lines = new ArrayList<>();
    lines.add(crawled.table().name() + "  " + crawled.table().location());
    lines.add("");
    String text = lines(lines) + columns(fit.table(), present) + "\n";
    return text + lines(totals(crawled, fit, changes, settings));
  }

  private static TextTable columns(CatalogTable table, Optional<CatalogTable> present) {
    TextTable text = new TextTable(MAX_WIDTH);
    text.addColumn("column", Align.LEFT);
    text.addColumn("type", Align.LEFT);
    text.addColumn("note", Align.LEFT);
    for (CatalogColumn column : table.columns()) {
      add(text, column, present.map(known -> noteOn(column, known)).orElse(""));
    }
    for (CatalogColumn key : table.partitionKeys()) {
      add(text, key, "partition key");
    }
    return text;
  }

  private static String noteOn(CatalogColumn column, CatalogTable known) {
    for (CatalogColumn each : known.columns()) {
      if (each.name().equals(column.name())) {
        return each.type().equals(column.type()) ? "" : "was " + each.type();
      }
    }
    return "new";
  }

  private static void add(TextTable text, CatalogColumn column, String note) {
    text.addRow(
        List.of(
            PrintableText.of(column.name()),
            PrintableText.of(column.type()),
            PrintableText.of(note)));
  }

  private static List<String> totals(
      CrawledTable crawled, Fit fit, PartitionChanges changes, Crawl.Settings settings) {
    List<String> lines = new ArrayList<>();
    boolean partitioned = !fit.table().partitionKeys().isEmpty();
    lines.add(
        (partitioned ? Sizes.counted(crawled.partitions().size(), "partition") + ", " : "")
            + Sizes.counted(crawled.files(), "file")
            + ", "
            + Sizes.counted(crawled.rows(), "row"));
    if (fit.isNew()) {
      lines.add("The table is new");
    } else if (partitioned) {
      lines.add(
          Sizes.counted(changes.added().size(), "new partition")
              + ", "
              + Sizes.grouped(changes.moved().size())
              + " in another folder than before, "
              + Sizes.grouped(changes.gone().size())
              + " no more there"
              + gone(changes, settings));
    }
    lines.addAll(fit.notes());
    for (String name : crawled.oddNames()) {
      lines.add("Athena does not take the column name '" + name + "'; it is registered as it is");
    }
    return lines;
  }

  private static String gone(PartitionChanges changes, Crawl.Settings settings) {
    if (changes.gone().isEmpty()) {
      return "";
    }
    return settings.dropsGone() ? ", which are dropped" : " (--dropGone drops them)";
  }

  private static String lines(List<String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(PrintableText.of(line)).append('\n'));
    return text.toString();
  }
}
