/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import io.levada.pipelines.NearestName;
import io.levada.transforms.ColumnExpression;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.checkerframework.checker.nullness.qual.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping as a file of YAML 1.2:
 *
 * <pre>{@code
 * columns:
 *   - {source: id, target: pk, type: S}
 *   - {source: "join(' ', nome, apelido)", target: name}
 *   - {value: v1, target: version}
 * filter: ativo = true
 * others: keep
 * drop: [senha]
 * }</pre>
 *
 * <p>It is read as nodes, never as objects, so that nothing in it can be run, and each message
 * tells line and column.
 */
final class MappingYaml {

  private static final List<String> MEMBERS = List.of("columns", "filter", "others", "drop");
  private static final List<String> COLUMN_MEMBERS = List.of("source", "value", "target", "type");

  private MappingYaml() {}

  /**
   * The mapping of a text.
   *
   * @throws IllegalArgumentException if it is none; the message says where
   */
  static ItemMapping parse(String text) {
    Map<String, Node> members = members(root(text), MEMBERS);
    List<ItemColumn> columns = new ArrayList<>();
    for (Node column : list(members.get("columns"))) {
      columns.add(column(column));
    }
    Set<String> dropped = new HashSet<>();
    for (Node name : list(members.get("drop"))) {
      dropped.add(text(name));
    }
    @Nullable Node filter = members.get("filter");
    return new ItemMapping(
        columns, keepsOthers(members.get("others")), dropped, filter == null ? null : text(filter));
  }

  private static Node root(String text) {
    try {
      Optional<Node> root =
          new Compose(LoadSettings.builder().setAllowDuplicateKeys(false).build())
              .composeString(text);
      return root.orElseThrow(
          () ->
              new IllegalArgumentException("it is empty (it needs columns, as its documents do)"));
    } catch (MarkedYamlEngineException e) {
      throw new IllegalArgumentException(
          e.getProblemMark()
                  .map(
                      mark ->
                          "at line %d, column %d: "
                              .formatted(mark.getLine() + 1, mark.getColumn() + 1))
                  .orElse("")
              + e.getProblem(),
          e);
    } catch (YamlEngineException e) {
      throw new IllegalArgumentException("it is no YAML: " + e.getMessage(), e);
    }
  }

  private static boolean keepsOthers(@Nullable Node others) {
    if (others == null) {
      return false;
    }
    return switch (text(others)) {
      case "keep" -> true;
      case "drop" -> false;
      default -> throw invalid(others, "others is keep or drop, not '" + text(others) + "'");
    };
  }

  private static ItemColumn column(Node node) {
    if (node instanceof ScalarNode) {
      return column(node, text(node), null, ItemType.OWN);
    }

    Map<String, Node> members = members(node, COLUMN_MEMBERS);
    @Nullable Node source = members.get("source");
    @Nullable Node value = members.get("value");
    @Nullable Node target = members.get("target");
    if ((source == null) == (value == null)) {
      throw invalid(node, "a column has a source or a value, one of both");
    }
    @Nullable String name = target == null ? null : text(target);
    ItemType type = type(members.get("type"));
    if (source != null) {
      return column(source, text(source), name, type);
    }
    if (name == null) {
      throw invalid(node, "a value needs a target");
    }
    return new ItemColumn(name, constant(value), type);
  }

  private static ItemColumn column(Node at, String source, @Nullable String target, ItemType type) {
    ColumnExpression of;
    try {
      of = ExpressionText.parse(source);
    } catch (IllegalArgumentException e) {
      throw invalid(at, "'" + source + "' is no source: " + e.getMessage());
    }
    if (target != null) {
      return new ItemColumn(target, of, type);
    }
    if (of instanceof ColumnExpression.Column column) {
      return new ItemColumn(column.name(), of, type);
    }
    throw invalid(at, "what is made of '" + source + "' needs a target");
  }

  private static ItemType type(@Nullable Node node) {
    if (node == null) {
      return ItemType.OWN;
    }
    try {
      return ItemType.parse(text(node));
    } catch (IllegalArgumentException e) {
      throw invalid(node, e.getMessage());
    }
  }

  /** Of the type that YAML gives it. */
  private static ColumnExpression constant(Node node) {
    String text = text(node);
    try {
      if (node.getTag().equals(Tag.BOOL)) {
        return ColumnExpression.constant(Boolean.valueOf(text));
      }
      if (node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)) {
        BigDecimal number = new BigDecimal(text);
        boolean isLong = number.scale() == 0 && number.precision() < 19;
        return ColumnExpression.constant(isLong ? (Object) number.longValueExact() : number);
      }
      if (node.getTag().equals(Tag.NULL)) {
        throw invalid(node, "a value is something, not null (leave the column out)");
      }
      return ColumnExpression.constant(text);
    } catch (NumberFormatException e) {
      throw invalid(node, "'" + text + "' is no number that an item holds (put text in quotes)");
    }
  }

  private static Map<String, Node> members(Node node, List<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      throw invalid(node, "expected members, such as " + known.get(0) + ":");
    }

    Map<String, Node> members = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      String name = text(tuple.getKeyNode());
      if (!known.contains(name)) {
        throw invalid(
            tuple.getKeyNode(),
            "there is no member '"
                + name
                + "' ("
                + NearestName.of(name, known).map(near -> "did you mean " + near + "?; ").orElse("")
                + "there are "
                + String.join(", ", known)
                + ")");
      }
      if (members.put(name, tuple.getValueNode()) != null) {
        throw invalid(tuple.getKeyNode(), name + " is there twice");
      }
    }
    return members;
  }

  private static List<Node> list(@Nullable Node node) {
    if (node == null) {
      return List.of();
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    throw invalid(node, "expected a list, each element behind a '- '");
  }

  private static String text(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue();
    }
    throw invalid(node, "expected a text, found a list or members");
  }

  private static IllegalArgumentException invalid(Node node, String reason) {
    String at =
        node.getStartMark()
            .map(
                mark ->
                    "at line %d, column %d: ".formatted(mark.getLine() + 1, mark.getColumn() + 1))
            .orElse("");
    return new IllegalArgumentException(at + reason);
  }
}
