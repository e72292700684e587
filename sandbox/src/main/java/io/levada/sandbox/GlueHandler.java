/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/**
 * Glue's Data Catalog: databases, tables and partitions. Each request is checked and applied as a
 * whole, one after the other.
 */
final class GlueHandler implements ServiceHandler {

  /** Whose catalog it is. */
  static final String ACCOUNT = "000000000000";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final GlueStore store;
  private final Map<String, Operation> operations;

  private record Operation(GlueShape shape, Application application) {}

  private interface Application {
    ObjectNode apply(GlueRequest request) throws RefusedException;
  }

  GlueHandler(GlueStore store, GlueClock clock) {
    this.store = store;
    GlueDatabases databases = new GlueDatabases(store, clock);
    GlueTables tables = new GlueTables(store, clock);
    GluePartitions partitions = new GluePartitions(store, clock);
    GluePartitionBatches batches = new GluePartitionBatches(store, partitions);
    this.operations =
        Map.ofEntries(
            on("CreateDatabase", GlueShapes.databaseInput(), databases::create),
            on("GetDatabase", GlueShapes.database(), databases::get),
            on("GetDatabases", GlueShapes.databasePage(), databases::list),
            on("UpdateDatabase", GlueShapes.databaseUpdate(), databases::update),
            on("DeleteDatabase", GlueShapes.database(), databases::delete),
            on("CreateTable", GlueShapes.tableInput(), tables::create),
            on("GetTable", GlueShapes.table(), tables::get),
            on("GetTables", GlueShapes.tablePage(), tables::list),
            on("UpdateTable", GlueShapes.tableUpdate(), tables::update),
            on("DeleteTable", GlueShapes.table(), tables::delete),
            on("BatchDeleteTable", GlueShapes.tableNames(), tables::deleteSome),
            on("GetTableVersions", GlueShapes.versionPage(), tables::listVersions),
            on("CreatePartition", GlueShapes.partitionInput(), partitions::create),
            on("GetPartition", GlueShapes.partition(), partitions::get),
            on("GetPartitions", GlueShapes.partitionPage(), partitions::list),
            on("UpdatePartition", GlueShapes.partitionUpdate(), partitions::update),
            on("DeletePartition", GlueShapes.partition(), partitions::delete),
            on("BatchCreatePartition", GlueShapes.partitionInputs(), batches::create),
            on("BatchGetPartition", GlueShapes.partitions("PartitionsToGet", 1_000), batches::get),
            on("BatchUpdatePartition", GlueShapes.partitionUpdates(), batches::update),
            on(
                "BatchDeletePartition",
                GlueShapes.partitions("PartitionsToDelete", 25),
                batches::delete));
  }

  private static Map.Entry<String, Operation> on(
      String name, GlueShape shape, Application application) {
    return Map.entry(name, new Operation(shape, application));
  }

  @Override
  public Answer handle(Call call, RequestHead head, InputStream body, long bodyBytes)
      throws IOException {
    JsonNode json = parse(body.readAllBytes());
    Operation operation = operations.get(call.operation());
    if (operation == null) {
      throw new RefusedException(
          400,
          "UnknownOperationException",
          "The sandbox's Glue has databases, tables and partitions, not " + call.operation());
    }

    operation.shape().check(json);
    checkCatalog(json);
    synchronized (store) {
      ObjectNode answer = operation.application().apply(new GlueRequest((ObjectNode) json));
      return Answer.of(200, Service.GLUE.contentType(), JSON.writeValueAsBytes(answer));
    }
  }

  private static JsonNode parse(byte[] body) throws IOException {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new RefusedException(400, "SerializationException", "The request is no JSON");
    }
  }

  private static void checkCatalog(JsonNode request) throws RefusedException {
    String catalog = request.path("CatalogId").asText(ACCOUNT);
    if (!catalog.equals(ACCOUNT)) {
      throw new RefusedException(
          400,
          "AccessDeniedException",
          "The sandbox has the catalog of account " + ACCOUNT + " alone, not of " + catalog);
    }
  }
}
