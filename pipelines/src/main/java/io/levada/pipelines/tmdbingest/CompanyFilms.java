/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Films by the companies that produced them, each once with each: a film of two companies is with
 * both, one of none, or of one without an id, with the company null, so that none is lost.
 * Companies are in the order of their ids, null last, and the films of one in the order in which
 * they were added.
 */
final class CompanyFilms {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final List<String> TOLD =
      List.of(
          "id", "title", "release_date", "overview", "popularity", "vote_count", "vote_average");

  private final Map<Long, ObjectNode> byId =
      new TreeMap<>(Comparator.nullsLast(Comparator.naturalOrder()));

  void add(JsonNode film) {
    ObjectNode told = told(film);
    Set<Long> companies = new HashSet<>();
    for (JsonNode company : film.path("production_companies")) {
      boolean whole =
          company.path("id").isIntegralNumber() && company.path("id").canConvertToLong();
      Long id = whole ? company.path("id").asLong() : null;
      if (companies.add(id)) {
        films(id, whole ? company : JSON.createObjectNode()).add(told);
      }
    }
    if (companies.isEmpty()) {
      films(null, JSON.createObjectNode()).add(told);
    }
  }

  /** How many different films are with any company. */
  long films() {
    Set<JsonNode> films = new HashSet<>();
    byId.values().forEach(group -> group.get("films").forEach(film -> films.add(film.get("id"))));
    return films.size();
  }

  /** A line of JSON for each company. */
  List<String> lines() {
    return byId.values().stream().map(JsonNode::toString).toList();
  }

  private ArrayNode films(@Nullable Long id, JsonNode company) {
    ObjectNode group =
        byId.computeIfAbsent(
            id,
            any -> {
              ObjectNode made = JSON.createObjectNode().put("company_id", id);
              made.set("company", orNull(company.path("name")));
              made.set("origin_country", orNull(company.path("origin_country")));
              made.putArray("films");
              return made;
            });
    return (ArrayNode) group.get("films");
  }

  private static ObjectNode told(JsonNode film) {
    ObjectNode told = JSON.createObjectNode();
    TOLD.forEach(name -> told.set(name, orNull(film.path(name))));
    told.set("production_countries", names(film.path("production_countries")));
    told.set("original_language", orNull(film.path("original_language")));
    told.set("genres", names(film.path("genres")));
    return told;
  }

  private static ArrayNode names(JsonNode things) {
    ArrayNode names = JSON.createArrayNode();
    things.forEach(thing -> names.add(orNull(thing.path("name"))));
    return names;
  }

  private static JsonNode orNull(JsonNode value) {
    return value.isMissingNode() ? JSON.getNodeFactory().nullNode() : value;
  }
}
