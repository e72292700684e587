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
 * a condition of StringLike. Whatever else a policy has is refused.
 */
final class IamPolicy {

  /**
   * An action on a resource that a policy allows.
   *
   * @param key what the request is asked for besides; empty for nothing
   * @param like a value that it may have
   */
  record Grant(String sid, String action, String resource, String key, String like) {

    /** With the resource as far as it differs among those of one bucket, region and account. */
    String inShort() {
      return action
          + " on "
          + resource.replaceFirst("arn:aws:s3:::[^/]*/|arn:aws:([^:]*:){3}", "")
          + (key.isEmpty() ? "" : " of " + like);
    }

    private boolean allows(String asked, String of, Map<String, String> context) {
      return action.equals(asked)
          && isLike(of, resource)
          && (key.isEmpty() || (context.containsKey(key) && isLike(context.get(key), like)));
    }
  }

  private final List<Grant> grants = new ArrayList<>();

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
    IamPolicy policy = new IamPolicy();
    policy.add(new ObjectMapper().readTree(text));
    return policy;
  }

  /** This and another for the same job. */
  IamPolicy and(IamPolicy other) {
    IamPolicy both = new IamPolicy();
    both.grants.addAll(grants);
    both.grants.addAll(other.grants);
    return both;
  }

  /** This but for a statement. */
  IamPolicy without(String sid) {
    IamPolicy rest = new IamPolicy();
    rest.grants.addAll(grants);
    if (!rest.grants.removeIf(grant -> grant.sid().equals(sid))) {
      throw new IllegalArgumentException("No statement " + sid);
    }
    return rest;
  }

  private void add(JsonNode policy) {
    for (JsonNode statement : policy.get("Statement")) {
      checkKnown(statement, "Sid", "Effect", "Action", "Resource", "Condition");
      if (!statement.get("Effect").asText().equals("Allow")) {
        throw new IllegalArgumentException("Only Allow is known: " + statement);
      }
      for (String action : texts(statement.get("Action"))) {
        for (String resource : texts(statement.get("Resource"))) {
          add(statement.get("Sid").asText(), action, resource, statement.path("Condition"));
        }
      }
    }
  }

  /** One for each value of a condition, of which it is enough to have one. */
  private void add(String sid, String action, String resource, JsonNode condition) {
    checkKnown(condition, "StringLike");
    JsonNode like = condition.path("StringLike");
    if (like.size() > 1) {
      throw new IllegalArgumentException("More than one key in a condition: " + like);
    }
    if (like.isEmpty()) {
      grants.add(new Grant(sid, action, resource, "", ""));
    }
    like.properties()
        .forEach(
            key ->
                texts(key.getValue())
                    .forEach(
                        value ->
                            grants.add(new Grant(sid, action, resource, key.getKey(), value))));
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
    return List.copyOf(grants);
  }

  /**
   * What allows an action on a resource; nothing if it is denied.
   *
   * @param context the keys of the request that conditions can ask for
   */
  List<Grant> allowing(String action, String resource, Map<String, String> context) {
    return grants.stream().filter(grant -> grant.allows(action, resource, context)).toList();
  }

  private static boolean isLike(String text, String like) {
    String regex =
        Stream.of(like.split("(?=[*?])|(?<=[*?])"))
            .map(part -> part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part))
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL).matcher(text).matches();
  }
}
