/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.transforms;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What {@link InferFileSchemas} has found: the schema that the records of all files fit, and where
 * the files' own schemas drift apart.
 */
public final class FileSchemas {

  /** Of a longer list of differences as many are told. */
  private static final int MAX_TOLD = 10;

  /** Escapes, since a member's name may have half a surrogate pair, which UTF-8 cannot hold. */
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final Set<String> NUMBERS =
      Set.of(ValueType.LONG.toString(), ValueType.DOUBLE.toString());
  private static final Set<String> WHOLE_NUMBERS =
      Set.of(ValueType.LONG.toString(), ValueGuess.LARGE_LONG_TEXT);

  private final EventSchema schema;
  private final List<Variant> variants;

  /**
   * The members that the records of some files have.
   *
   * @param file the first of the files, by its index in the run's listing
   */
  private record Variant(int file, JsonNode members) {}

  /**
   * Reads the text that {@link InferFileSchemas} gives.
   *
   * @throws IllegalArgumentException if it is another text
   */
  public static FileSchemas fromJson(String json) {
    JsonNode root = parse(json);
    List<Variant> variants = new ArrayList<>();
    for (JsonNode variant : root.path("variants")) {
      variants.add(new Variant(variant.path("file").intValue(), variant.path("members")));
    }
    return new FileSchemas(EventSchema.fromJson(root.path("schema").toString()), variants);
  }

  private FileSchemas(EventSchema schema, List<Variant> variants) {
    this.schema = schema;
    this.variants = variants;
  }

  static String toJson(EventSchema schema, List<Map.Entry<String, Integer>> fileByVariant) {
    ObjectNode root = MAPPER.createObjectNode();
    root.set("schema", parse(schema.toJson()));
    for (Map.Entry<String, Integer> variant : fileByVariant) {
      root.withArray("variants")
          .addObject()
          .put("file", variant.getValue())
          .set("members", parse(variant.getKey()));
    }
    return text(root);
  }

  static String text(JsonNode json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @throws IllegalArgumentException if the text is no JSON
   */
  static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Invalid schemas of files: not JSON", e);
    }
  }

  /** The schema that all records fit, the same as {@link InferSchema} finds. */
  public EventSchema schema() {
    return schema;
  }

  /**
   * How two of the files differ, as a sentence for people; nothing if no two do. Files differ if
   * one has a member that the other has not, or a member of another type. A member that is null
   * wherever it is in a file fits every type, and so does the element of lists that are all empty;
   * whole numbers and those with a fraction are one type, as long as both fit a double. The order
   * of members does not matter, nor do files without records.
   *
   * <p>Of files that differ in the same way the first one is named, in the order of the listing.
   *
   * @param names the files' names by their index in the run's listing
   */
  public Optional<String> drift(IntFunction<String> names) {
    for (int i = 1; i < variants.size(); i++) {
      Variant late = variants.get(i);
      for (Variant early : variants.subList(0, i)) {
        List<String> differences = differences(early.members, late.members);
        if (!differences.isEmpty()) {
          return Optional.of(
              "%s differs from %s: %s"
                  .formatted(names.apply(late.file), names.apply(early.file), told(differences)));
        }
      }
    }
    return Optional.empty();
  }

  private static String told(List<String> differences) {
    int more = differences.size() - MAX_TOLD;
    return more <= 0
        ? String.join("; ", differences)
        : String.join("; ", differences.subList(0, MAX_TOLD)) + "; and " + more + " more";
  }

  static boolean differ(JsonNode first, JsonNode second) {
    return !differences(first, second).isEmpty();
  }

  /** What the second object of members has otherwise than the first. */
  static List<String> differences(JsonNode first, JsonNode second) {
    List<String> differences = new ArrayList<>();
    compareMembers(first, second, FieldPath.ROOT, differences);
    return differences;
  }

  private static void compareMembers(
      JsonNode first, JsonNode second, FieldPath owner, List<String> differences) {
    Set<String> names = new TreeSet<>();
    first.fieldNames().forEachRemaining(names::add);
    second.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      FieldPath path = owner.member(name);
      if (!second.has(name)) {
        differences.add("it has no member " + path);
      } else if (!first.has(name)) {
        differences.add("its member " + path + " is new");
      } else {
        compare(first.get(name), second.get(name), path, differences);
      }
    }
  }

  private static void compare(
      JsonNode first, JsonNode second, FieldPath path, List<String> differences) {
    if (first.isNull() || second.isNull()) {
      return;
    }

    if (first.has("struct") && second.has("struct")) {
      compareMembers(first.get("struct"), second.get("struct"), path, differences);
    } else if (first.has("list") && second.has("list")) {
      compare(first.get("list"), second.get("list"), path.elements(), differences);
    } else if (!first.equals(second) && !areOneType(first.asText(), second.asText())) {
      differences.add("its member " + path + " is a " + words(second) + ", not a " + words(first));
    }
  }

  private static boolean areOneType(String first, String second) {
    return (NUMBERS.contains(first) && NUMBERS.contains(second))
        || (WHOLE_NUMBERS.contains(first) && WHOLE_NUMBERS.contains(second));
  }

  private static String words(JsonNode type) {
    Iterator<String> key = type.fieldNames();
    @Nullable String nested = key.hasNext() ? key.next() : null;
    return nested == null ? type.asText() : nested;
  }
}
