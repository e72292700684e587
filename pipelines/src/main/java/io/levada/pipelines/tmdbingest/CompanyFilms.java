/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * Films by the companies that produced them: a film of two companies is with both, one of none is
 * with the company null, so that none is lost. Companies are in the order of their ids, null last,
 * and the films of one in the order in which they were added.
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
    boolean any = false;
    for (JsonNode company : film.path("production_companies")) {
      if (company.path("id").isIntegralNumber()) {
        films(company.path("id").asLong(), company).add(told);
        any = true;
      }
    }
    if (!any) {
      films(null, JSON.createObjectNode()).add(told);
    }
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
