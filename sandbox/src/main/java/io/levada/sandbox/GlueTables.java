/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The operations on tables. */
final class GlueTables {

  private final GlueStore store;
  private final GlueClock clock;

  GlueTables(GlueStore store, GlueClock clock) {
    this.store = store;
    this.clock = clock;
  }

  ObjectNode create(GlueRequest request) throws RefusedException {
    String database = request.name("DatabaseName");
    ObjectNode input = request.object("TableInput");
    String name = GlueRequest.lowerCase(input.get("Name").textValue());
    if (store.tables(database).containsKey(name)) {
      throw new RefusedException(400, "AlreadyExistsException", "Table already exists.");
    }

    double now = clock.seconds();
    store.put(new GlueTable(shown(input, database, now, now, 0)));
    return answer();
  }

  private static ObjectNode shown(
      ObjectNode input, String database, double created, double updated, long version) {
    ObjectNode shown = input.deepCopy();
    shown.put("Name", GlueRequest.lowerCase(input.get("Name").textValue()));
    shown.put("DatabaseName", database);
    shown.put("CreateTime", created);
    shown.put("UpdateTime", updated);
    shown.put("CreatedBy", "arn:aws:iam::" + GlueHandler.ACCOUNT + ":user/sandbox");
    shown.put("IsRegisteredWithLakeFormation", false);
    shown.put("CatalogId", GlueHandler.ACCOUNT);
    shown.put("VersionId", Long.toString(version));
    if (!shown.has("Retention")) {
      shown.put("Retention", 0);
    }
    return shown;
  }

  ObjectNode get(GlueRequest request) throws RefusedException {
    ObjectNode answer = answer();
    answer.set("Table", store.table(request.name("DatabaseName"), request.name("Name")).shown());
    return answer;
  }

  ObjectNode list(GlueRequest request) throws RefusedException {
    Pattern wanted = pattern(request);
    GluePage<GlueTable> page =
        GluePage.of(request, store.tables(request.name("DatabaseName")), 100);
    ObjectNode answer = answer();
    ArrayNode tables = answer.putArray("TableList");
    for (GlueTable table : page.entries().values()) {
      if (wanted.matcher(table.name()).matches()) {
        tables.add(table.shown());
      }
    }
    return page.into(answer);
  }

  private static Pattern pattern(GlueRequest request) throws RefusedException {
    String text = request.text("Expression");
    try {
      return Pattern.compile(text == null || text.isEmpty() ? ".*" : text, Pattern.DOTALL);
    } catch (PatternSyntaxException e) {
      throw new RefusedException(400, "InvalidInputException", "Invalid expression: " + text);
    }
  }

  ObjectNode update(GlueRequest request) throws RefusedException {
    ObjectNode input = request.object("TableInput");
    String database = request.name("DatabaseName");
    GlueTable table = store.table(database, GlueRequest.lowerCase(input.get("Name").textValue()));
    String version = request.text("VersionId");
    if (version != null && !version.equals(Long.toString(table.version()))) {
      throw new RefusedException(
          400,
          "ConcurrentModificationException",
          "Update table failed due to concurrent modifications.");
    }

    double created = table.shown().get("CreateTime").doubleValue();
    table.update(
        shown(input, database, created, clock.seconds(), table.version() + 1),
        !request.isSet("SkipArchive"));
    store.put(table);
    return answer();
  }

  ObjectNode delete(GlueRequest request) throws RefusedException {
    store.remove(store.table(request.name("DatabaseName"), request.name("Name")));
    return answer();
  }

  ObjectNode deleteSome(GlueRequest request) throws RefusedException {
    Map<String, GlueTable> tables = store.tables(request.name("DatabaseName"));
    ObjectNode answer = answer();
    ArrayNode errors = answer.putArray("Errors");
    for (String name : request.texts("TablesToDelete")) {
      GlueTable table = tables.get(name.toLowerCase(Locale.ROOT));
      if (table != null) {
        store.remove(table);
      } else {
        ObjectNode error = errors.addObject().put("TableName", name);
        error
            .putObject("ErrorDetail")
            .put("ErrorCode", "EntityNotFoundException")
            .put("ErrorMessage", "Table not found.");
      }
    }
    return answer;
  }

  /** Newest first. */
  ObjectNode listVersions(GlueRequest request) throws RefusedException {
    GlueTable table = store.table(request);
    TreeMap<String, ObjectNode> versions = new TreeMap<>();
    table.archive().forEach((version, shown) -> versions.put(backwards(version), shown));
    versions.put(backwards(table.version()), table.shown());
    GluePage<ObjectNode> page = GluePage.of(request, versions, 100);
    ObjectNode answer = answer();
    ArrayNode list = answer.putArray("TableVersions");
    for (ObjectNode shown : page.entries().values()) {
      ObjectNode version = list.addObject();
      version.set("Table", shown);
      version.set("VersionId", shown.get("VersionId"));
    }
    return page.into(answer);
  }

  private static String backwards(long version) {
    return String.format("%019d", Long.MAX_VALUE - version);
  }

  private static ObjectNode answer() {
    return JsonNodeFactory.instance.objectNode();
  }
}
