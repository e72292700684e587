/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.catalog;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.catalog.CatalogColumn;
import io.levada.io.catalog.CatalogPartition;
import io.levada.io.catalog.CatalogTable;
import java.util.List;
import java.util.TreeMap;

/** A table of a catalog for programs. */
final class DescriptionJson {

  private static final ObjectMapper JSON = new ObjectMapper();

  private DescriptionJson() {}

  static String of(DescribedTable described) throws JsonProcessingException {
    CatalogTable table = described.table();
    ObjectNode json = JSON.createObjectNode();
    json.put("database", table.name().database());
    json.put("table", table.name().table());
    json.put("location", table.location().uri());
    addColumns(json.putArray("columns"), table.columns());
    addColumns(json.putArray("partitionKeys"), table.partitionKeys());
    ObjectNode format = json.putObject("format");
    format.put("inputFormat", table.format().inputFormat());
    format.put("outputFormat", table.format().outputFormat());
    format.put("serde", table.format().serde());
    ObjectNode parameters = json.putObject("parameters");
    new TreeMap<>(table.parameters()).forEach(parameters::put);
    json.put("partitions", described.partitions());
    ArrayNode newest = json.putArray("newestPartitions");
    described.newest().forEach(partition -> add(newest.addObject(), partition));
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
  }

  private static void addColumns(ArrayNode json, List<CatalogColumn> columns) {
    for (CatalogColumn column : columns) {
      ObjectNode added = json.addObject();
      added.put("name", column.name());
      added.put("type", column.type());
      if (column.comment() != null) {
        added.put("comment", column.comment());
      }
    }
  }

  private static void add(ObjectNode json, CatalogPartition partition) {
    ArrayNode values = json.putArray("values");
    partition.values().forEach(values::add);
    json.put("location", partition.location().uri());
    DescribedTable.run(partition).ifPresent(run -> json.put("run", run));
  }
}
