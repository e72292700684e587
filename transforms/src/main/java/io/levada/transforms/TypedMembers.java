/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * The members of records whose lists and objects are looked into.
 *
 * @param names their names, or {@link InferSchema#ALL_MEMBERS}
 * @param schema if it is given, the schema that they belong to, and the only one whose members
 *     count; its names are those that its {@link EventField#source} tells
 */
record TypedMembers(Set<String> names, @Nullable EventSchema schema) implements Serializable {

  static final TypedMembers NONE = new TypedMembers(Set.of(), null);

  static TypedMembers of(Collection<String> names) {
    return new TypedMembers(Set.copyOf(names), null);
  }

  /** Of a schema that is given. */
  static TypedMembers of(Collection<String> names, EventSchema schema) {
    MemberNames known = MemberNames.of(schema);
    Set<String> sources =
        names.stream()
            .map(name -> known.indexOf(name))
            .filter(index -> index != MemberNames.UNKNOWN)
            .map(index -> schema.fields().get(index).source())
            .collect(Collectors.toCollection(HashSet::new));
    if (names.contains(InferSchema.ALL_MEMBERS)) {
      sources.add(InferSchema.ALL_MEMBERS);
    }
    return new TypedMembers(Set.copyOf(sources), schema);
  }

  boolean includes(String name) {
    return names.contains(name) || names.contains(InferSchema.ALL_MEMBERS);
  }
}
