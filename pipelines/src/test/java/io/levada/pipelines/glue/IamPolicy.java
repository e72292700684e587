/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A policy of IAM, as far as ours need it: statements that allow, with wildcards in resources, and
 * conditions of StringLike. Whatever else a policy has is refused.
 */
final class IamPolicy {

  /** An action on a resource that a policy allows. */
  record Grant(String sid, String action, String resource) {}

  private record Statement(Grant grant, Map<String, List<String>> conditions) {}

  private final List<Statement> statements = new ArrayList<>();

  /**
   * @param values of the placeholders, which stand between two {@code @}
   */
  static IamPolicy read(Path file, Map<String, String> values) throws IOException {
    String text = Files.readString(file);
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    if (text.contains("@")) {
      throw new IllegalArgumentException("A placeholder of " + file + " has no value");
    }
    return new IamPolicy(new ObjectMapper().readTree(text));
  }

  private IamPolicy(JsonNode policy) {
    for (JsonNode statement : policy.get("Statement")) {
      checkKnown(statement, "Sid", "Effect", "Action", "Resource", "Condition");
      if (!statement.get("Effect").asText().equals("Allow")) {
        throw new IllegalArgumentException("Only Allow is known: " + statement);
      }
      Map<String, List<String>> conditions = conditions(statement.path("Condition"));
      for (String action : texts(statement.get("Action"))) {
        for (String resource : texts(statement.get("Resource"))) {
          Grant grant = new Grant(statement.get("Sid").asText(), action, resource);
          statements.add(new Statement(grant, conditions));
        }
      }
    }
  }

  private static Map<String, List<String>> conditions(JsonNode condition) {
    checkKnown(condition, "StringLike");
    return Stream.of(condition.path("StringLike"))
        .flatMap(like -> like.properties().stream())
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> texts(entry.getValue())));
  }

  private static void checkKnown(JsonNode node, String... names) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!List.of(names).contains(name)) {
                throw new IllegalArgumentException("Unknown in a policy: " + name);
              }
            });
  }

  private static List<String> texts(JsonNode node) {
    if (node.isTextual()) {
      return List.of(node.textValue());
    }
    List<String> texts = new ArrayList<>();
    node.forEach(text -> texts.add(text.textValue()));
    return texts;
  }

  List<Grant> grants() {
    return statements.stream().map(Statement::grant).toList();
  }

  /**
   * What allows an action on a resource; nothing if it is denied.
   *
   * @param context the keys of the request that conditions can ask for
   */
  List<Grant> allowing(String action, String resource, Map<String, String> context) {
    return statements.stream()
        .filter(
            statement ->
                statement.grant().action().equals(action)
                    && isLike(resource, statement.grant().resource())
                    && statement.conditions().entrySet().stream()
                        .allMatch(condition -> isMet(condition, context)))
        .map(Statement::grant)
        .toList();
  }

  private static boolean isMet(
      Map.Entry<String, List<String>> condition, Map<String, String> context) {
    String value = context.get(condition.getKey());
    return value != null && condition.getValue().stream().anyMatch(like -> isLike(value, like));
  }

  private static boolean isLike(String text, String like) {
    String regex =
        Stream.of(like.split("(?=[*?])|(?<=[*?])"))
            .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
  }
}
