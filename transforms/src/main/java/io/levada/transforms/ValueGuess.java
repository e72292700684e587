/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.rows.ColumnNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What has been seen of the values at one place. Merging is commutative and associative, so the
 * guess does not depend on who saw what.
 */
class ValueGuess {

  /** Kinds of values; those of a place are or-ed together. A null is none. */
  static final int BOOLEAN = 1;

  static final int LONG = 1 << 1;

  /** A whole number that a double cannot hold for certain. */
  static final int LARGE_LONG = 1 << 2;

  static final int DOUBLE = 1 << 3;
  static final int DATE = 1 << 4;
  static final int TIMESTAMP = 1 << 5;

  /** What only a string column holds, also a list or an object whose inside is not looked at. */
  static final int OTHER = 1 << 6;

  static final int LIST = 1 << 7;
  static final int OBJECT = 1 << 8;

  /** How {@link #variant} tells whole numbers that are no doubles. */
  static final String LARGE_LONG_TEXT = "long beyond 2^53";

  private int kinds;
  private @Nullable ValueGuess elements;
  private final Map<String, Member> members;

  ValueGuess(int kinds) {
    this.kinds = kinds;
    // Most values are scalars.
    this.members = new HashMap<>(0);
  }

  int kinds() {
    return kinds;
  }

  /** What has been seen of a list's elements, or null if nothing has. */
  @Nullable ValueGuess elements() {
    return elements;
  }

  /** What has been seen of an object's members, by their names. */
  Map<String, Member> members() {
    return members;
  }

  /** Adds the kinds of a scalar. */
  void addKinds(int more) {
    kinds |= more;
  }

  /**
   * Adds what another guess has seen; that one stays as it is.
   *
   * @return how many members are new
   */
  int addAll(ValueGuess other) {
    kinds |= other.kinds;
    int added = 0;
    if (other.elements != null) {
      added += addElement(other.elements);
    }
    for (Map.Entry<String, Member> entry : other.members.entrySet()) {
      added += addMember(entry.getKey(), entry.getValue());
    }
    return added;
  }

  /** Adds an element of a list; returns how many members are new. */
  int addElement(ValueGuess element) {
    if (elements == null) {
      elements = new ValueGuess(0);
    }
    return elements.addAll(element);
  }

  /**
   * Adds a member of an object, unless there are too many for any schema.
   *
   * @return how many members are new, with it
   */
  int addMember(String name, Member member) {
    @Nullable Member known = members.get(name);
    if (known != null) {
      known.seeAt(member.file, member.offset, member.index);
      return known.addAll(member);
    }
    if (members.size() > SchemaGuess.MAX_MEMBERS) {
      return 1;
    }

    Member copy = new Member(0, member.file, member.offset, member.index);
    members.put(name, copy);
    return 1 + copy.addAll(member);
  }

  /**
   * The type that holds all the values.
   *
   * @throws IllegalArgumentException if two members would have one column
   */
  ValueType type(FieldPath path) {
    return switch (kinds) {
      case BOOLEAN -> ValueType.BOOLEAN;
      case LONG, LONG | LARGE_LONG -> ValueType.LONG;
      case DOUBLE, DOUBLE | LONG -> ValueType.DOUBLE;
      case DATE -> ValueType.DATE;
      case TIMESTAMP -> ValueType.TIMESTAMP;
      case LIST ->
          ValueType.list(elements == null ? ValueType.STRING : elements.type(path.elements()));
      case OBJECT -> members.isEmpty() ? ValueType.STRING : ValueType.struct(fields(path));
      default -> ValueType.STRING;
    };
  }

  /**
   * The members as fields, in the order of their first appearance.
   *
   * @throws IllegalArgumentException if two would have one column
   */
  List<EventField> fields(FieldPath owner) {
    List<Map.Entry<String, Member>> inOrder = new ArrayList<>(members.entrySet());
    inOrder.sort(Map.Entry.comparingByValue(Member.BY_PLACE));
    Map<String, FieldPath> taken = new HashMap<>();
    List<EventField> fields = new ArrayList<>();
    for (Map.Entry<String, Member> entry : inOrder) {
      String source = entry.getKey();
      String name = ColumnNames.safe(source);
      FieldPath path = owner.member(source);
      @Nullable FieldPath twin = taken.put(name, path);
      if (twin != null) {
        throw new IllegalArgumentException(
            "Cannot infer a schema: members '%s' and '%s' both go to column %s (name them in a schema)"
                .formatted(twin, path, name));
      }
      fields.add(new EventField(name, source, entry.getValue().type(path), false));
    }
    return fields;
  }

  /**
   * The type as {@link FileSchemas} compares it: null where only nulls were seen, a scalar's text,
   * {@code {"list": …}}, or {@code {"struct": …}} with the members by their names.
   */
  JsonNode variant() {
    return switch (kinds) {
      case 0 -> JsonNodeFactory.instance.nullNode();
      case LONG | LARGE_LONG -> JsonNodeFactory.instance.textNode(LARGE_LONG_TEXT);
      case LIST ->
          JsonNodeFactory.instance
              .objectNode()
              .set(
                  "list",
                  elements == null ? JsonNodeFactory.instance.nullNode() : elements.variant());
      case OBJECT -> JsonNodeFactory.instance.objectNode().set("struct", memberVariants());
      default -> JsonNodeFactory.instance.textNode(type(FieldPath.ROOT).toString());
    };
  }

  /** The members' {@linkplain #variant variants} in the order of their names. */
  ObjectNode memberVariants() {
    ObjectNode variants = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(members).forEach((name, member) -> variants.set(name, member.variant()));
    return variants;
  }

  /** What has been seen of a member's values, and the first place where it is. */
  static final class Member extends ValueGuess {

    private static final Comparator<Member> BY_PLACE =
        Comparator.<Member>comparingInt(member -> member.file)
            .thenComparingLong(member -> member.offset)
            .thenComparingInt(member -> member.index);

    private int file;
    private long offset;
    private int index;

    /**
     * @param offset that of the record in the file
     * @param index where the member stands in the record, among its siblings
     */
    Member(int kinds, int file, long offset, int index) {
      super(kinds);
      this.file = file;
      this.offset = offset;
      this.index = index;
    }

    void seeAt(int otherFile, long otherOffset, int otherIndex) {
      if (isBefore(otherFile, otherOffset, otherIndex)) {
        file = otherFile;
        offset = otherOffset;
        index = otherIndex;
      }
    }

    private boolean isBefore(int otherFile, long otherOffset, int otherIndex) {
      if (otherFile != file) {
        return otherFile < file;
      }
      return otherOffset == offset ? otherIndex < index : otherOffset < offset;
    }

    int file() {
      return file;
    }

    long offset() {
      return offset;
    }

    int index() {
      return index;
    }
  }
}
