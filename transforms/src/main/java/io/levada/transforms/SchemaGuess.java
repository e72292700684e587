/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What has been seen of the members of some records. Merging is commutative and associative, so the
 * guess does not depend on who saw what.
 */
final class SchemaGuess {

  /** Kinds of values; a member's are or-ed together. A null is none. */
  static final int BOOLEAN = 1;

  static final int LONG = 1 << 1;

  /** A whole number that a double cannot hold for certain. */
  static final int LARGE_LONG = 1 << 2;

  static final int DOUBLE = 1 << 3;
  static final int DATE = 1 << 4;
  static final int TIMESTAMP = 1 << 5;
  static final int OTHER = 1 << 6;

  /** More members than this are keys of some map, and no columns. */
  static final int MAX_MEMBERS = 10_000;

  private final Map<String, Member> members = new HashMap<>();

  /**
   * Adds a value of the kind at this place: file, offset of the record, index in it.
   *
   * @throws IllegalArgumentException if there are more than {@link #MAX_MEMBERS} members
   */
  void add(String source, int kinds, int file, long offset, int index) {
    @Nullable Member member = members.get(source);
    if (member == null) {
      members.put(source, new Member(kinds, file, offset, index));
      if (members.size() > MAX_MEMBERS) {
        throw new IllegalArgumentException(
            "Cannot infer a schema: the records have more than "
                + MAX_MEMBERS
                + " different members (name those that are columns in a schema)");
      }
      return;
    }

    member.add(kinds, file, offset, index);
  }

  void addAll(SchemaGuess other) {
    other.members.forEach(
        (source, member) -> add(source, member.kinds, member.file, member.offset, member.index));
  }

  /** What has been seen, by the members' names. */
  Map<String, Member> members() {
    return new TreeMap<>(members);
  }

  /**
   * The schema that all the records fit.
   *
   * @throws IllegalArgumentException if two members would have one column
   */
  EventSchema toSchema() {
    List<Map.Entry<String, Member>> inOrder = new ArrayList<>(members.entrySet());
    inOrder.sort(Map.Entry.comparingByValue(Member.BY_PLACE));
    Map<String, String> sources = new HashMap<>();
    List<EventField> fields = new ArrayList<>();
    for (Map.Entry<String, Member> entry : inOrder) {
      String source = entry.getKey();
      String name = columnOf(source);
      @Nullable String twin = sources.put(name, source);
      if (twin != null) {
        throw new IllegalArgumentException(
            "Cannot infer a schema: members '%s' and '%s' both go to column %s (name them in a schema)"
                .formatted(twin, source, name));
      }
      fields.add(new EventField(name, source, entry.getValue().type(), false));
    }
    return EventSchema.of(fields);
  }

  private static String columnOf(String source) {
    return source.isBlank() ? "_" : EventField.columnOf(source);
  }

  /** The kinds of a member's values, and the first place where it is. */
  static final class Member {

    private static final Comparator<Member> BY_PLACE =
        Comparator.<Member>comparingInt(member -> member.file)
            .thenComparingLong(member -> member.offset)
            .thenComparingInt(member -> member.index);

    private int kinds;
    private int file;
    private long offset;
    private int index;

    Member(int kinds, int file, long offset, int index) {
      this.kinds = kinds;
      this.file = file;
      this.offset = offset;
      this.index = index;
    }

    private void add(int kinds, int file, long offset, int index) {
      this.kinds |= kinds;
      if (isBefore(file, offset, index)) {
        this.file = file;
        this.offset = offset;
        this.index = index;
      }
    }

    private boolean isBefore(int otherFile, long otherOffset, int otherIndex) {
      if (otherFile != file) {
        return otherFile < file;
      }
      return otherOffset == offset ? otherIndex < index : otherOffset < offset;
    }

    int kinds() {
      return kinds;
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

    private ValueType type() {
      return switch (kinds) {
        case BOOLEAN -> ValueType.BOOLEAN;
        case LONG, LONG | LARGE_LONG -> ValueType.LONG;
        case DOUBLE, DOUBLE | LONG -> ValueType.DOUBLE;
        case DATE -> ValueType.DATE;
        case TIMESTAMP -> ValueType.TIMESTAMP;
        default -> ValueType.STRING;
      };
    }
  }
}
