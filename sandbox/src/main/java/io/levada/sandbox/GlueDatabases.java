/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The operations on databases. */
final class GlueDatabases {

  private final GlueStore store;
  private final GlueClock clock;

  GlueDatabases(GlueStore store, GlueClock clock) {
    this.store = store;
    this.clock = clock;
  }

  ObjectNode create(GlueRequest request) throws RefusedException {
    ObjectNode database = request.object("DatabaseInput").deepCopy();
    String name = GlueRequest.lowerCase(database.get("Name").textValue());
    if (store.databases().containsKey(name)) {
      throw new RefusedException(400, "AlreadyExistsException", "Database already exists.");
    }

    database.put("Name", name);
    database.put("CreateTime", clock.seconds());
    database.put("CatalogId", GlueHandler.ACCOUNT);
    store.put(database);
    return answer();
  }

  ObjectNode get(GlueRequest request) throws RefusedException {
    ObjectNode answer = answer();
    answer.set("Database", store.database(request.name("Name")));
    return answer;
  }

  ObjectNode list(GlueRequest request) throws RefusedException {
    GluePage<ObjectNode> page = GluePage.of(request, store.databases(), 100);
    ObjectNode answer = answer();
    answer.putArray("DatabaseList").addAll(page.entries().values());
    return page.into(answer);
  }

  ObjectNode update(GlueRequest request) throws RefusedException {
    ObjectNode present = store.database(request.name("Name"));
    ObjectNode database = request.object("DatabaseInput").deepCopy();
    if (!GlueRequest.lowerCase(database.get("Name").textValue()).equals(request.name("Name"))) {
      throw new RefusedException(400, "InvalidInputException", "A database keeps its name.");
    }

    database.set("Name", present.get("Name"));
    database.set("CreateTime", present.get("CreateTime"));
    database.set("CatalogId", present.get("CatalogId"));
    store.put(database);
    return answer();
  }

  ObjectNode delete(GlueRequest request) throws RefusedException {
    store.database(request.name("Name"));
    store.removeDatabase(request.name("Name"));
    return answer();
  }

  private static ObjectNode answer() {
    return JsonNodeFactory.instance.objectNode();
  }
}
