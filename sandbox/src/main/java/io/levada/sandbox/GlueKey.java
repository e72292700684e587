/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.regex.Pattern;

/**
 * A partition key in an expression, compared by its type.
 *
 * @param index which of the table's keys
 */
record GlueKey(String name, String type, int index) {

  private static final String DEFAULT_PARTITION = "__HIVE_DEFAULT_PARTITION__";
  private static final Set<String> TEXTS = Set.of("string", "char", "varchar", "date", "timestamp");
  private static final Set<String> NUMBERS =
      Set.of("tinyint", "smallint", "int", "integer", "bigint", "long", "decimal");

  /**
   * The key of a name, whatever its case.
   *
   * @throws RefusedException if the table has none, or its type can't be compared
   */
  static GlueKey find(String name, List<JsonNode> keys) throws RefusedException {
    for (int i = 0; i < keys.size(); i++) {
      String key = keys.get(i).get("Name").textValue();
      if (key.equalsIgnoreCase(name)) {
        String type = keys.get(i).path("Type").asText("string").toLowerCase(Locale.ROOT);
        GlueKey found = new GlueKey(key, type.replaceFirst("\\(.*", ""), i);
        if (!TEXTS.contains(found.type()) && !NUMBERS.contains(found.type())) {
          throw GlueExpression.refused("keys of type " + type + " can't be compared");
        }
        return found;
      }
    }
    throw GlueExpression.refused(name + " is no partition key");
  }

  private boolean isNumber() {
    return NUMBERS.contains(type);
  }

  /** Where the order of a partition's value and a literal passes; of a number's null never. */
  GlueExpression compare(GlueLiteral literal, IntPredicate passes) throws RefusedException {
    if (!isNumber()) {
      if (!literal.isText()) {
        throw GlueExpression.refused(
            literal.text() + " is not in quotes, and " + name + " is text");
      }
      return values -> passes.test(compareText(values.get(index), literal.text()));
    }

    BigDecimal number = literalNumber(literal);
    return values ->
        !values.get(index).equals(DEFAULT_PARTITION)
            && passes.test(valueNumber(values.get(index)).compareTo(number));
  }

  private static int compareText(String left, String right) {
    return Comparator.<String>naturalOrder().compare(left, right);
  }

  private BigDecimal literalNumber(GlueLiteral literal) throws RefusedException {
    try {
      return new BigDecimal(literal.text());
    } catch (NumberFormatException e) {
      throw GlueExpression.refused("\"" + literal.text() + "\" is not an integer");
    }
  }

  private static BigDecimal valueNumber(String value) throws RefusedException {
    try {
      return new BigDecimal(value);
    } catch (NumberFormatException e) {
      throw new RefusedException(
          400, "InvalidStateException", "For input string: \"" + value + "\" is not an integer.");
    }
  }

  GlueExpression like(GlueLiteral literal) throws RefusedException {
    if (isNumber() || !literal.isText()) {
      throw GlueExpression.refused("like needs text");
    }

    StringBuilder regex = new StringBuilder();
    for (int c : literal.text().codePoints().toArray()) {
      String character = Character.toString(c);
      regex.append(
          switch (character) {
            case "%" -> ".*";
            case "_" -> ".";
            default -> Pattern.quote(character);
          });
    }
    Pattern pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    return values -> pattern.matcher(values.get(index)).matches();
  }
}
