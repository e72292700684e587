/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.transforms.ColumnExpression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A mapping in one line: {@code source:target:type}, separated by commas, where the type, or both
 * it and the target, may be left out; {@code *} for all columns that are not named, and {@code
 * -name} for one of them that is dropped. {@code -5:n} is a number, as it has a target.
 *
 * <pre>{@code
 * id:pk:S, join('#', estado, cidade):sk:S, salario:salary:decimal(10,2), year(nascimento):ano
 * *, -senha, id:pk
 * }</pre>
 */
final class MappingText {

  private final MappingScanner scanner;
  private final List<ItemColumn> columns = new ArrayList<>();
  private final Set<String> dropped = new HashSet<>();
  private boolean keepsOthers;

  private MappingText(String text) {
    this.scanner = new MappingScanner(text);
  }

  /**
   * The mapping of a text.
   *
   * @throws IllegalArgumentException if it is none; the message says where
   */
  static ItemMapping parse(String text) {
    return new MappingText(text).parse();
  }

  private ItemMapping parse() {
    do {
      entry();
    } while (scanner.takes(','));
    if (!scanner.isAtEnd()) {
      throw scanner.expected("a comma or the end");
    }
    return new ItemMapping(columns, keepsOthers, dropped, null);
  }

  private void entry() {
    if (scanner.takes('*')) {
      keepsOthers = true;
      return;
    }

    int from = scanner.position();
    if (scanner.isAt('-')) {
      drop(from);
      return;
    }
    add(new ExpressionText(scanner).next(), from);
  }

  private void add(ColumnExpression of, int from) {
    String target = target(of, from);
    ItemType type = scanner.takes(':') ? type() : ItemType.OWN;
    columns.add(new ItemColumn(target, of, type));
  }

  /** Or a number below zero. */
  private void drop(int from) {
    scanner.takes('-');
    boolean isWord = !scanner.isAt('"');
    String name = scanner.name("the column that is dropped");
    if (isWord && scanner.isAt(':') && ExpressionText.isNumber("-" + name)) {
      add(ExpressionText.ofWord("-" + name, from), from);
      return;
    }
    if (scanner.isAt(':') || scanner.isAt('(')) {
      throw MappingScanner.invalid(
          from, "-" + name + " drops a column, and nothing follows it but a comma");
    }
    dropped.add(name);
  }

  private String target(ColumnExpression of, int from) {
    if (scanner.takes(':')) {
      return scanner.name("the attribute's name");
    }
    if (of instanceof ColumnExpression.Column column) {
      return column.name();
    }
    throw MappingScanner.invalid(
        from, "what is made there needs a name (as in: year(nascimento):ano)");
  }

  private ItemType type() {
    int from = scanner.position();
    StringBuilder type = new StringBuilder(scanner.name("a type"));
    if (scanner.takes('(')) {
      type.append('(').append(scanner.name("the digits of a decimal"));
      scanner.require(',');
      type.append(',').append(scanner.name("those behind the point"));
      scanner.require(')');
      type.append(')');
    }
    try {
      return ItemType.parse(type.toString());
    } catch (IllegalArgumentException e) {
      throw MappingScanner.invalid(from, e.getMessage());
    }
  }
}
