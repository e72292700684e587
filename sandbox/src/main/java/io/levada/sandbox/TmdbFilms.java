/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The films of a {@link TmdbServer}, the best rated first: each with all that TMDB documents of a
 * film. Immutable.
 */
public final class TmdbFilms {

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final int USUAL_PAGE_SIZE = 20;
  private static final long SEED = 20_260_101;

  /** TMDB's genres of films by their ids. */
  private static final Map<Integer, String> GENRES = genres();

  private static final List<String> LANGUAGES = List.of("en", "pt", "ja", "fr", "ko", "es");
  private static final Map<String, String> COUNTRIES = countries();
  private static final List<String> COMPANIES =
      List.of(
          "Aurora Filmes",
          "Blue Lantern Pictures",
          "Casa das Águas",
          "Delta & Sons",
          "Estúdio \"Oito\"",
          "Fjord Film",
          "銀河映画",
          "Harbour Light");

  private final List<ObjectNode> films;
  private final Map<Long, ObjectNode> byId = new LinkedHashMap<>();
  private final int pageSize;

  private TmdbFilms(List<ObjectNode> films, int pageSize) {
    this.films = List.copyOf(films);
    this.pageSize = pageSize;
    films.forEach(film -> byId.put(film.get("id").asLong(), film));
  }

  /** That many films, made up; the same for everybody, and the first of many those of few. */
  public static TmdbFilms generated(int count) {
    List<ObjectNode> films = new ArrayList<>();
    for (int rank = 0; rank < count; rank++) {
      films.add(film(rank));
    }
    return new TmdbFilms(films, USUAL_PAGE_SIZE);
  }

  /**
   * The films of a file, a line of JSON each, as TMDB answers for one.
   *
   * @throws UncheckedIOException if it can't be read
   */
  public static TmdbFilms in(Path file) {
    List<ObjectNode> films = new ArrayList<>();
    try {
      for (String line : Files.readAllLines(file)) {
        films.add((ObjectNode) JSON.readTree(line));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new TmdbFilms(films, USUAL_PAGE_SIZE);
  }

  /** The same in pages of another size than TMDB's 20. */
  public TmdbFilms withPageSize(int size) {
    return new TmdbFilms(films, size);
  }

  /** The same behind another that is rated better: all go one place down. */
  TmdbFilms behindAnother() {
    List<ObjectNode> moved = new ArrayList<>(films);
    moved.add(0, film(films.size()));
    return new TmdbFilms(moved, pageSize);
  }

  /** How many there are. */
  public int count() {
    return films.size();
  }

  /** How many pages they make. */
  public int pages() {
    return (films.size() + pageSize - 1) / pageSize;
  }

  /** Their ids, the best rated first. */
  public List<Long> ids() {
    return List.copyOf(byId.keySet());
  }

  Optional<ObjectNode> film(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  ObjectNode page(int page) {
    ObjectNode answer = JSON.createObjectNode().put("page", page);
    ArrayNode results = answer.putArray("results");
    int from = Math.min(films.size(), (page - 1) * pageSize);
    for (ObjectNode film : films.subList(from, Math.min(films.size(), from + pageSize))) {
      results.add(listed(film));
    }
    return answer.put("total_pages", pages()).put("total_results", films.size());
  }

  /** What the list tells of a film. */
  private static ObjectNode listed(ObjectNode film) {
    ObjectNode listed = JSON.createObjectNode();
    for (String name :
        List.of(
            "adult",
            "backdrop_path",
            "id",
            "original_language",
            "original_title",
            "overview",
            "popularity",
            "poster_path",
            "release_date",
            "title",
            "video",
            "vote_average",
            "vote_count")) {
      listed.set(name, film.path(name));
    }
    ArrayNode genres = listed.putArray("genre_ids");
    for (JsonNode genre : film.path("genres")) {
      genres.add(genre.path("id"));
    }
    return listed;
  }

  private static ObjectNode film(int rank) {
    Dice dice = new Dice(mix(SEED + rank));
    long id = 11 + 13L * rank;
    String language = LANGUAGES.get(Math.min(dice.below(9), LANGUAGES.size() - 1));
    ObjectNode film = JSON.createObjectNode();
    film.put("adult", false);
    film.put("backdrop_path", "/backdrop" + id + ".jpg");
    if (dice.below(5) == 0) {
      film.putObject("belongs_to_collection")
          .put("id", 100_000 + rank % 40)
          .put("name", "Collection " + rank % 40)
          .putNull("poster_path")
          .put("backdrop_path", "/collection" + rank % 40 + ".jpg");
    } else {
      film.putNull("belongs_to_collection");
    }
    film.put("budget", 250_000L * dice.below(800));
    addGenres(film.putArray("genres"), dice);
    film.put("homepage", dice.below(3) == 0 ? "https://films.example/" + id : "");
    film.put("id", id);
    film.put("imdb_id", String.format("tt%07d", id));
    addCountries(film, dice);
    film.put("original_language", language);
    film.put("original_title", title(rank, language));
    film.put(
        "overview",
        "A story of "
            + title(rank, "en").toLowerCase(Locale.ROOT)
            + ", told in \""
            + (1 + dice.below(12))
            + "\" parts.\nThe end is open.");
    film.put("popularity", new BigDecimal(dice.below(2_000_000)).movePointLeft(4));
    film.put("poster_path", "/poster" + id + ".jpg");
    addCompanies(film.putArray("production_companies"), dice);
    film.put("release_date", releaseDate(rank, dice));
    film.put("revenue", 500_000L * dice.below(4_000));
    film.put("runtime", 70 + dice.below(130));
    film.putArray("spoken_languages")
        .addObject()
        .put("english_name", "Language " + language)
        .put("iso_639_1", language)
        .put("name", language);
    film.put("status", "Released");
    film.put("tagline", dice.below(4) == 0 ? "" : "It begins where it ends.");
    film.put("title", title(rank, "en"));
    film.put("video", false);
    film.put("vote_average", new BigDecimal(9_000 - rank % 2_500).movePointLeft(3));
    film.put("vote_count", 300 + dice.below(30_000));
    return film;
  }

  private static void addGenres(ArrayNode genres, Dice dice) {
    List<Integer> ids = new ArrayList<>(GENRES.keySet());
    for (int count = dice.below(4); count > 0; count--) {
      int id = ids.remove(dice.below(Math.min(8, ids.size())));
      genres.addObject().put("id", id).put("name", GENRES.get(id));
    }
  }

  private static void addCountries(ObjectNode film, Dice dice) {
    List<String> codes = new ArrayList<>(COUNTRIES.keySet());
    ArrayNode origins = film.putArray("origin_country");
    ArrayNode countries = film.putArray("production_countries");
    for (int count = 1 + dice.below(2); count > 0; count--) {
      String code = codes.remove(dice.below(codes.size()));
      origins.add(code);
      countries.addObject().put("iso_3166_1", code).put("name", COUNTRIES.get(code));
    }
  }

  private static void addCompanies(ArrayNode companies, Dice dice) {
    List<String> names = new ArrayList<>(COMPANIES);
    for (int count = dice.below(4); count > 0; count--) {
      String name = names.remove(dice.below(names.size()));
      int number = COMPANIES.indexOf(name);
      ObjectNode company = companies.addObject().put("id", 400 + number);
      if (number % 2 == 0) {
        company.put("logo_path", "/logo" + number + ".png");
      } else {
        company.putNull("logo_path");
      }
      company.put("name", name).put("origin_country", number % 3 == 0 ? "BR" : "US");
    }
  }

  /** TMDB has an empty text where it knows no date. */
  private static String releaseDate(int rank, Dice dice) {
    LocalDate date = LocalDate.of(1950, 1, 1).plusDays(dice.below(27_000));
    return rank % 97 == 96 ? "" : date.toString();
  }

  private static String title(int rank, String language) {
    return switch (language) {
      case "pt" -> "Coração e água " + rank;
      case "ja" -> "水と光 " + rank;
      default -> "Water and light " + rank;
    };
  }

  private static Map<Integer, String> genres() {
    Map<Integer, String> genres = new LinkedHashMap<>();
    genres.put(18, "Drama");
    genres.put(10749, "Romance");
    genres.put(35, "Comedy");
    genres.put(80, "Crime");
    genres.put(53, "Thriller");
    genres.put(28, "Action");
    genres.put(878, "Science Fiction");
    genres.put(16, "Animation");
    genres.put(36, "History");
    genres.put(10752, "War");
    genres.put(99, "Documentary");
    return genres;
  }

  private static Map<String, String> countries() {
    Map<String, String> countries = new LinkedHashMap<>();
    countries.put("US", "United States of America");
    countries.put("BR", "Brazil");
    countries.put("JP", "Japan");
    countries.put("FR", "France");
    countries.put("KR", "South Korea");
    return countries;
  }

  /** SplitMix64's finisher: the same bits everywhere. */
  static long mix(long value) {
    long mixed = value + 0x9e3779b97f4a7c15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  /** Numbers that look like chance. */
  private static final class Dice {
    private long state;

    Dice(long seed) {
      this.state = seed;
    }

    int below(int bound) {
      state = mix(state);
      return (int) Long.remainderUnsigned(state, bound);
    }
  }
}
