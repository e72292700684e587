/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** Tells which table a request to DynamoDB is about, from no more of its body than that takes. */
final class DynamoDbCall {

  private static final JsonFactory JSON = new JsonFactory();

  private DynamoDbCall() {}

  /** The call with its table's name as the key; of a batch for several, that of the first. */
  static Call of(Call call, byte[] body) {
    return new Call(call.service(), call.operation(), "", table(body), "", 0);
  }

  private static String table(byte[] body) {
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return "";
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        if (name.equals("TableName")) {
          return json.getText();
        }
        if (name.equals("ResourceArn")) {
          return json.getText().replaceFirst(".*:table/", "");
        }
        if (name.equals("RequestItems") && value == JsonToken.START_OBJECT) {
          return json.nextToken() == JsonToken.FIELD_NAME ? json.currentName() : "";
        }
        json.skipChildren();
      }
      return "";
    } catch (IOException e) {
      return "";
    }
  }
}
