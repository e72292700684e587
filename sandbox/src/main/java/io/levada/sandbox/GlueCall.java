/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/** Tells which database and table a request to Glue is about, whether it is right or not. */
final class GlueCall {

  private static final ObjectMapper JSON = new ObjectMapper();

  private GlueCall() {}

  static Call of(Call call, byte[] body) {
    JsonNode request;
    try {
      request = JSON.readTree(body);
    } catch (IOException e) {
      return call;
    }

    String key =
        request.has("DatabaseName")
            ? key(request)
            : first(request.path("Name"), request.path("DatabaseInput").path("Name"));
    return new Call(call.service(), call.operation(), "", GlueRequest.lowerCase(key), "", 0);
  }

  private static String key(JsonNode request) {
    String table =
        first(
            request.path("TableName"),
            request.path("TableInput").path("Name"),
            request.path("Name"));
    String database = request.get("DatabaseName").asText();
    return table.isEmpty() ? database : database + "/" + table;
  }

  private static String first(JsonNode... names) {
    for (JsonNode name : names) {
      if (name.isTextual()) {
        return name.textValue();
      }
    }
    return "";
  }
}
