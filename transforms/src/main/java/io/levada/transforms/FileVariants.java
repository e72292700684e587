/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * In what variants the files' members come, each the text of {@link ValueGuess#memberVariants}.
 * Adding is commutative and associative.
 *
 * <p>Kept are, of the files in their order, those in which a place is first seen to have a type,
 * and behind them the first one that differs from any of those: they tell which files differ first,
 * whatever else there is. So files that differ only in what is null take no room, however many
 * there are.
 */
final class FileVariants {

  /** So many may wait until it is looked which of them tell anything. */
  private static final int MAX_WAITING = 100;

  private final Map<String, Integer> fileByVariant = new TreeMap<>();
  private int kept;

  void add(String variant, int file) {
    fileByVariant.merge(variant, file, Math::min);
    if (fileByVariant.size() > kept + MAX_WAITING) {
      prune();
    }
  }

  void addAll(FileVariants other) {
    other.fileByVariant.forEach(this::add);
  }

  /** Those that are kept, and maybe some more. */
  Map<String, Integer> fileByVariant() {
    return fileByVariant;
  }

  /** Those that are kept, by their first file. */
  List<Map.Entry<String, Integer>> inOrder() {
    prune();
    return sorted();
  }

  private void prune() {
    List<JsonNode> early = new ArrayList<>();
    Set<String> types = new HashSet<>();
    boolean isTold = false;
    for (Map.Entry<String, Integer> entry : sorted()) {
      JsonNode variant = FileSchemas.parse(entry.getKey());
      if (!isTold && early.stream().anyMatch(other -> FileSchemas.differ(other, variant))) {
        isTold = true;
      } else if (!isTold && addTypes(variant, "", types)) {
        early.add(variant);
      } else {
        fileByVariant.remove(entry.getKey());
      }
    }
    kept = fileByVariant.size();
  }

  private List<Map.Entry<String, Integer>> sorted() {
    return fileByVariant.entrySet().stream()
        .sorted(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Adds the type at each place of the members; returns whether one of them is new. */
  private static boolean addTypes(JsonNode members, String owner, Set<String> types) {
    boolean isNew = types.add(owner);
    for (Iterator<Map.Entry<String, JsonNode>> all = members.fields(); all.hasNext(); ) {
      Map.Entry<String, JsonNode> member = all.next();
      isNew |= addType(member.getValue(), owner + JsonText.quote(member.getKey()), types);
    }
    return isNew;
  }

  private static boolean addType(JsonNode type, String place, Set<String> types) {
    if (type.isNull()) {
      return false;
    }

    if (type.has("struct")) {
      return addTypes(type.get("struct"), place + "{", types);
    }
    if (type.has("list")) {
      boolean isNew = types.add(place + "[");
      return addType(type.get("list"), place + "[", types) || isNew;
    }
    return types.add(place + type.asText());
  }
}
