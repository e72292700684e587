/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import java.io.Serializable;
import java.util.Collection;
import java.util.Set;

/**
 * The members of records whose lists and objects are looked into.
 *
 * @param names their names, or {@link InferSchema#ALL_MEMBERS}
 */
record TypedMembers(Set<String> names) implements Serializable {

  static final TypedMembers NONE = new TypedMembers(Set.of());

  static TypedMembers of(Collection<String> names) {
    return new TypedMembers(Set.copyOf(names));
  }

  boolean includes(String name) {
    return names.contains(name) || names.contains(InferSchema.ALL_MEMBERS);
  }
}
