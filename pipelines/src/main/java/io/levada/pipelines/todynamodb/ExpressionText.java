/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.pipelines.NearestName;
import io.levada.transforms.ColumnExpression;
import io.levada.transforms.ColumnExpression.TimePart;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The text of what an attribute is made of: {@code nome}, {@code "a name, with signs"}, {@code 'a
 * constant'}, {@code 5}, {@code 0.5}, {@code true}, {@code join('#', nome, cidade)}, {@code
 * concat(a, b)}, {@code year(at)}, {@code format(at, 'yyyy-MM')}.
 */
final class ExpressionText {

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]{1,18}");
  private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+\\.[0-9]+|-?[0-9]{19,}");

  /** Far more than a person nests, far less than the stack holds. */
  private static final int MAX_DEPTH = 50;

  private static final List<String> FUNCTIONS =
      Stream.concat(
              Stream.of("concat", "join", "format"),
              Stream.of(TimePart.values()).map(part -> part.name().toLowerCase(Locale.ROOT)))
          .toList();

  private final MappingScanner scanner;
  private int depth;

  ExpressionText(MappingScanner scanner) {
    this.scanner = scanner;
  }

  /**
   * The expression that a whole text is.
   *
   * @throws IllegalArgumentException if it is none; the message says where
   */
  static ColumnExpression parse(String text) {
    MappingScanner scanner = new MappingScanner(text);
    ColumnExpression expression = new ExpressionText(scanner).next();
    if (!scanner.isAtEnd()) {
      throw scanner.expected("the end");
    }
    return expression;
  }

  /**
   * The expression that is next.
   *
   * @throws IllegalArgumentException if there is none; the message says where
   */
  ColumnExpression next() {
    int from = scanner.position();
    if (++depth > MAX_DEPTH) {
      throw MappingScanner.invalid(from, "it is nested deeper than " + MAX_DEPTH);
    }

    ColumnExpression expression = nextAt(from);
    depth--;
    return expression;
  }

  private ColumnExpression nextAt(int from) {
    @Nullable String constant = scanner.quoted('\'');
    if (constant != null) {
      return ColumnExpression.constant(constant);
    }
    @Nullable String column = scanner.quoted('"');
    if (column != null) {
      return ColumnExpression.column(column);
    }

    String word = scanner.name("a column, a 'constant' or a function");
    if (scanner.takes('(')) {
      return function(word, from);
    }
    return ofWord(word, from);
  }

  static boolean isNumber(String word) {
    return INTEGER.matcher(word).matches() || DECIMAL.matcher(word).matches();
  }

  /**
   * A constant, or the column of that name.
   *
   * @param from where it stands, for messages
   */
  static ColumnExpression ofWord(String word, int from) {
    if (word.equals("true") || word.equals("false")) {
      return ColumnExpression.constant(Boolean.valueOf(word));
    }
    if (INTEGER.matcher(word).matches()) {
      return ColumnExpression.constant(Long.valueOf(word));
    }
    if (DECIMAL.matcher(word).matches()) {
      return constant(new BigDecimal(word), from);
    }
    return ColumnExpression.column(word);
  }

  private static ColumnExpression constant(BigDecimal number, int from) {
    try {
      return ColumnExpression.constant(number);
    } catch (IllegalArgumentException e) {
      throw MappingScanner.invalid(from, e.getMessage());
    }
  }

  private ColumnExpression function(String name, int from) {
    String function = name.toLowerCase(Locale.ROOT);
    if (!FUNCTIONS.contains(function)) {
      String near =
          NearestName.of(function, FUNCTIONS)
              .map(other -> "did you mean " + other + "?; ")
              .orElse("");
      throw MappingScanner.invalid(
          from,
          "there is no function "
              + name
              + " ("
              + near
              + "there are "
              + FUNCTIONS.stream().collect(Collectors.joining(", "))
              + "; put a column with such a name in double quotes)");
    }

    ColumnExpression expression =
        switch (function) {
          case "concat" -> ColumnExpression.join("", arguments());
          case "join" -> {
            String separator = constant("a separator in single quotes");
            scanner.require(',');
            yield ColumnExpression.join(separator, arguments());
          }
          case "format" -> {
            ColumnExpression of = next();
            scanner.require(',');
            yield format(of, scanner.position(), constant("a date pattern in single quotes"));
          }
          default ->
              ColumnExpression.part(TimePart.valueOf(function.toUpperCase(Locale.ROOT)), next());
        };
    scanner.require(')');
    return expression;
  }

  private List<ColumnExpression> arguments() {
    List<ColumnExpression> arguments = new ArrayList<>();
    do {
      arguments.add(next());
    } while (scanner.takes(','));
    return arguments;
  }

  private static ColumnExpression format(ColumnExpression of, int position, String pattern) {
    try {
      return ColumnExpression.format(pattern, of);
    } catch (IllegalArgumentException e) {
      throw MappingScanner.invalid(position, e.getMessage());
    }
  }

  private String constant(String what) {
    @Nullable String text = scanner.quoted('\'');
    if (text == null) {
      throw scanner.expected(what);
    }
    return text;
  }
}
