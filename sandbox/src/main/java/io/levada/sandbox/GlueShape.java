/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What a value in a request has to be like: its type, its size, and what is in it. */
interface GlueShape {

  /**
   * Looks at a value that is there.
   *
   * @param path where it is in the request, as AWS names it
   * @param errors gets what AWS tells as validation errors
   * @throws RefusedException if it is of another type, or has what the sandbox does not know
   */
  void check(JsonNode value, String path, List<String> errors) throws RefusedException;

  /**
   * Looks at a whole request.
   *
   * @throws RefusedException naming all that is wrong with it
   */
  default void check(JsonNode request) throws RefusedException {
    List<String> errors = new ArrayList<>();
    check(request, "", errors);
    if (!errors.isEmpty()) {
      String kind = errors.size() == 1 ? " validation error" : " validation errors";
      throw new RefusedException(
          400,
          "ValidationException",
          errors.size() + kind + " detected: " + String.join("; ", errors));
    }
  }

  /** A text of so many characters, without those that control terminals. */
  static GlueShape text(int min, int max) {
    return (value, path, errors) -> {
      ofType(value.isTextual(), value, path, "a string");
      checkLength(value.textValue().length(), min, max, path, errors);
      if (value.textValue().chars().anyMatch(c -> c < ' ' && "\t\r\n".indexOf(c) < 0)) {
        errors.add(failed(path, "Member must satisfy regular expression pattern"));
      }
    };
  }

  static GlueShape whole(int min, int max) {
    return (value, path, errors) -> {
      ofType(value.isIntegralNumber(), value, path, "an integer");
      if (value.longValue() < min) {
        errors.add(failed(path, "Member must have value greater than or equal to " + min));
      }
      if (value.longValue() > max) {
        errors.add(failed(path, "Member must have value less than or equal to " + max));
      }
    };
  }

  static GlueShape flag() {
    return typed(JsonNode::isBoolean, "a boolean");
  }

  /** A time, in seconds. */
  static GlueShape time() {
    return typed(JsonNode::isNumber, "a timestamp");
  }

  private static GlueShape typed(Predicate<JsonNode> type, String name) {
    return (value, path, errors) -> ofType(type.test(value), value, path, name);
  }

  static GlueShape list(GlueShape member, int min, int max) {
    return (value, path, errors) -> {
      ofType(value.isArray(), value, path, "a list");
      checkLength(value.size(), min, max, path, errors);
      for (int i = 0; i < value.size(); i++) {
        member.check(value.get(i), path + "." + (i + 1) + ".member", errors);
      }
    };
  }

  static GlueShape list(GlueShape member) {
    return list(member, 0, Integer.MAX_VALUE);
  }

  /** Texts by name. */
  static GlueShape map() {
    return (value, path, errors) -> {
      ofType(value.isObject(), value, path, "a map");
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        checkLength(entry.getKey().length(), 1, 255, path, errors);
        text(0, 512_000).check(entry.getValue(), path + "." + entry.getKey(), errors);
      }
    };
  }

  /** Fields by name, of which some have to be there. */
  static GlueShape fields(Map<String, GlueShape> fields, String... required) {
    Set<String> needed = Set.of(required);
    return (value, path, errors) -> {
      ofType(value.isObject(), value, path, "a structure");
      Set<String> missing = new HashSet<>(needed);
      for (Map.Entry<String, JsonNode> entry : value.properties()) {
        GlueShape shape = fields.get(entry.getKey());
        if (shape == null) {
          throw new RefusedException(
              400,
              "InvalidInputException",
              "The sandbox does not know " + at(path, entry.getKey()));
        }
        if (!entry.getValue().isNull()) {
          missing.remove(entry.getKey());
          shape.check(entry.getValue(), at(path, entry.getKey()), errors);
        }
      }
      missing.stream()
          .sorted()
          .forEach(name -> errors.add(failed(at(path, name), "Member must not be null")));
    };
  }

  private static String at(String path, String field) {
    String name = Character.toLowerCase(field.charAt(0)) + field.substring(1);
    return path.isEmpty() ? name : path + "." + name;
  }

  private static void ofType(boolean fits, JsonNode value, String path, String type)
      throws RefusedException {
    if (!fits) {
      throw new RefusedException(
          400,
          "SerializationException",
          "Not "
              + type
              + (path.isEmpty() ? "" : " at '" + path + "'")
              + ": "
              + value.getNodeType());
    }
  }

  private static void checkLength(int length, int min, int max, String path, List<String> errors) {
    if (length < min) {
      errors.add(failed(path, "Member must have length greater than or equal to " + min));
    }
    if (length > max) {
      errors.add(failed(path, "Member must have length less than or equal to " + max));
    }
  }

  private static String failed(String path, String constraint) {
    return "Value at '" + path + "' failed to satisfy constraint: " + constraint;
  }
}
