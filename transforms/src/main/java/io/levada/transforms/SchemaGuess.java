/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import io.levada.transforms.ValueGuess.Member;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What has been seen of the members of some records. Merging is commutative and associative, so the
 * guess does not depend on who saw what.
 */
final class SchemaGuess {

  /** More members than this, those of structs included, are keys of some map, and no columns. */
  static final int MAX_MEMBERS = 10_000;

  private final ValueGuess record = new ValueGuess(ValueGuess.OBJECT);
  private int memberCount;

  /**
   * Adds a value of the kind at this place: file, offset of the record, index in it.
   *
   * @param nested what has been seen in the value, or null if it has not been looked into
   * @throws IllegalArgumentException if there are more than {@link #MAX_MEMBERS} members
   */
  void add(
      String source, int kinds, @Nullable ValueGuess nested, int file, long offset, int index) {
    @Nullable Member known = record.members().get(source);
    if (known == null) {
      known = new Member(kinds, file, offset, index);
      record.members().put(source, known);
      count(1);
    } else {
      known.addKinds(kinds);
      known.seeAt(file, offset, index);
    }
    if (nested != null) {
      count(known.addAll(nested));
    }
  }

  /**
   * Adds what another guess has seen; that one stays as it is.
   *
   * @throws IllegalArgumentException if there are more than {@link #MAX_MEMBERS} members
   */
  void addAll(SchemaGuess other) {
    count(record.addAll(other.record));
  }

  /** As {@link #addAll(SchemaGuess)}, of a whole record. */
  void addRecord(ValueGuess other) {
    count(record.addAll(other));
  }

  private void count(int added) {
    memberCount += added;
    if (memberCount > MAX_MEMBERS) {
      throw new IllegalArgumentException(
          "Cannot infer a schema: the records have more than "
              + MAX_MEMBERS
              + " different members (name those that are columns in a schema, and the types of"
              + " nested ones)");
    }
  }

  /** What has been seen, as of one object. */
  ValueGuess record() {
    return record;
  }

  boolean isEmpty() {
    return record.members().isEmpty();
  }

  /**
   * The schema that all the records fit.
   *
   * @throws IllegalArgumentException if two members would have one column
   */
  EventSchema toSchema() {
    return EventSchema.of(record.fields(FieldPath.ROOT));
  }
}
