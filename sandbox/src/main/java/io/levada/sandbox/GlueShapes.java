/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static io.levada.sandbox.GlueShape.fields;
import static io.levada.sandbox.GlueShape.flag;
import static io.levada.sandbox.GlueShape.list;
import static io.levada.sandbox.GlueShape.map;
import static io.levada.sandbox.GlueShape.text;
import static io.levada.sandbox.GlueShape.time;
import static io.levada.sandbox.GlueShape.whole;

import java.util.HashMap;
import java.util.Map;

/** What requests to Glue consist of, with the limits that its API reference has. */
final class GlueShapes {

  static final GlueShape NAME = text(1, 255);

  private static final GlueShape VALUES = list(text(1, 1_024), 0, 100);
  private static final GlueShape COLUMN =
      fields(
          Map.of(
              "Name", NAME, "Type", text(0, 131_072), "Comment", text(0, 255), "Parameters", map()),
          "Name");

  private static final GlueShape SERDE =
      fields(Map.of("Name", NAME, "SerializationLibrary", NAME, "Parameters", map()));

  private static final GlueShape SORT_COLUMN =
      fields(Map.of("Column", NAME, "SortOrder", whole(0, 1)), "Column", "SortOrder");

  private static final GlueShape SKEWED =
      fields(
          Map.of(
              "SkewedColumnNames", list(NAME),
              "SkewedColumnValues", list(text(0, 2_048)),
              "SkewedColumnValueLocationMaps", map()));

  private static final GlueShape STORAGE =
      fields(
          Map.ofEntries(
              Map.entry("Columns", list(COLUMN)),
              Map.entry("Location", text(0, 2_056)),
              Map.entry("AdditionalLocations", list(text(0, 2_056))),
              Map.entry("InputFormat", text(0, 128)),
              Map.entry("OutputFormat", text(0, 128)),
              Map.entry("Compressed", flag()),
              Map.entry("NumberOfBuckets", whole(Integer.MIN_VALUE, Integer.MAX_VALUE)),
              Map.entry("SerdeInfo", SERDE),
              Map.entry("BucketColumns", list(NAME)),
              Map.entry("SortColumns", list(SORT_COLUMN)),
              Map.entry("Parameters", map()),
              Map.entry("SkewedInfo", SKEWED),
              Map.entry("StoredAsSubDirectories", flag())));

  private static final GlueShape DATABASE_INPUT =
      fields(
          Map.of(
              "Name", NAME,
              "Description", text(0, 2_048),
              "LocationUri", text(1, 1_024),
              "Parameters", map()),
          "Name");

  private static final GlueShape TABLE_INPUT =
      fields(
          Map.ofEntries(
              Map.entry("Name", NAME),
              Map.entry("Description", text(0, 2_048)),
              Map.entry("Owner", NAME),
              Map.entry("LastAccessTime", time()),
              Map.entry("LastAnalyzedTime", time()),
              Map.entry("Retention", whole(0, Integer.MAX_VALUE)),
              Map.entry("StorageDescriptor", STORAGE),
              Map.entry("PartitionKeys", list(COLUMN)),
              Map.entry("ViewOriginalText", text(0, 409_600)),
              Map.entry("ViewExpandedText", text(0, 409_600)),
              Map.entry("TableType", text(0, 255)),
              Map.entry("Parameters", map())),
          "Name");

  private static final GlueShape PARTITION_INPUT =
      fields(
          Map.of(
              "Values", VALUES,
              "LastAccessTime", time(),
              "LastAnalyzedTime", time(),
              "StorageDescriptor", STORAGE,
              "Parameters", map()));

  private static final GlueShape VALUE_LIST = fields(Map.of("Values", VALUES), "Values");

  private static final GlueShape UPDATE_ENTRY =
      fields(
          Map.of("PartitionValueList", VALUES, "PartitionInput", PARTITION_INPUT),
          "PartitionValueList",
          "PartitionInput");

  private GlueShapes() {}

  /** A database by itself. */
  static GlueShape database() {
    return request(Map.of("Name", NAME), "Name");
  }

  static GlueShape databaseInput() {
    return request(Map.of("DatabaseInput", DATABASE_INPUT), "DatabaseInput");
  }

  static GlueShape databaseUpdate() {
    return request(Map.of("Name", NAME, "DatabaseInput", DATABASE_INPUT), "Name", "DatabaseInput");
  }

  static GlueShape databasePage() {
    return request(page(100));
  }

  /** A table by itself. */
  static GlueShape table() {
    return request(Map.of("DatabaseName", NAME, "Name", NAME), "DatabaseName", "Name");
  }

  static GlueShape tableInput() {
    return request(
        Map.of("DatabaseName", NAME, "TableInput", TABLE_INPUT), "DatabaseName", "TableInput");
  }

  static GlueShape tableUpdate() {
    return request(
        Map.of(
            "DatabaseName", NAME,
            "TableInput", TABLE_INPUT,
            "SkipArchive", flag(),
            "VersionId", NAME),
        "DatabaseName",
        "TableInput");
  }

  static GlueShape tablePage() {
    Map<String, GlueShape> all = new HashMap<>(page(100));
    all.put("DatabaseName", NAME);
    all.put("Expression", text(0, 2_048));
    return request(all, "DatabaseName");
  }

  static GlueShape tableNames() {
    return request(
        Map.of("DatabaseName", NAME, "TablesToDelete", list(NAME, 0, 100)),
        "DatabaseName",
        "TablesToDelete");
  }

  static GlueShape versionPage() {
    Map<String, GlueShape> all = new HashMap<>(page(100));
    all.put("DatabaseName", NAME);
    all.put("TableName", NAME);
    return request(all, "DatabaseName", "TableName");
  }

  /** A partition by itself. */
  static GlueShape partition() {
    return ofTable(Map.of("PartitionValues", VALUES));
  }

  static GlueShape partitionInput() {
    return ofTable(Map.of("PartitionInput", PARTITION_INPUT));
  }

  static GlueShape partitionUpdate() {
    return ofTable(Map.of("PartitionValueList", VALUES, "PartitionInput", PARTITION_INPUT));
  }

  static GlueShape partitionInputs() {
    return ofTable(Map.of("PartitionInputList", list(PARTITION_INPUT, 0, 100)));
  }

  static GlueShape partitionUpdates() {
    return ofTable(Map.of("Entries", list(UPDATE_ENTRY, 1, 100)));
  }

  /** Partitions by their values, under a name. */
  static GlueShape partitions(String field, int max) {
    return ofTable(Map.of(field, list(VALUE_LIST, 0, max)));
  }

  static GlueShape partitionPage() {
    Map<String, GlueShape> all = new HashMap<>(page(1_000));
    all.put("DatabaseName", NAME);
    all.put("TableName", NAME);
    all.put("Expression", text(0, 2_048));
    all.put("ExcludeColumnSchema", flag());
    return request(all, "DatabaseName", "TableName");
  }

  private static GlueShape ofTable(Map<String, GlueShape> required) {
    Map<String, GlueShape> all = new HashMap<>(required);
    all.put("DatabaseName", NAME);
    all.put("TableName", NAME);
    return request(all, all.keySet().toArray(String[]::new));
  }

  private static Map<String, GlueShape> page(int max) {
    return Map.of("NextToken", text(0, 10_000), "MaxResults", whole(1, max));
  }

  private static GlueShape request(Map<String, GlueShape> own, String... required) {
    Map<String, GlueShape> all = new HashMap<>(own);
    all.put("CatalogId", NAME);
    return fields(all, required);
  }
}
