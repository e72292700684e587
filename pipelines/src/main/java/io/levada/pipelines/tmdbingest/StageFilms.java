/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.lake.DataFile;
import io.levada.io.lake.DataFile.Content;
import io.levada.io.lake.Fate;
import io.levada.io.lake.StagingArea;
import io.levada.io.storage.StagedFile;
import io.levada.io.storage.StagedUpload;
import io.levada.rows.Reject;
import io.levada.rows.SourcePosition;
import io.levada.rows.Tally;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.values.KV;

/**
 * Stages the files of a collection, and gives the {@linkplain StagedFilms manifest} as text. All
 * films are one element, sorted by their ids in memory: TMDB lists 10,000 at most, of some 5 KB.
 */
final class StageFilms extends DoFn<KV<Integer, Iterable<FilmOutcome>>, String> {

  private static final long serialVersionUID = 1;

  private static final String REJECTS = "rejects/part-0.jsonl.gz";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final FilmCollection collection;
  private final FileNames names;
  private final StagingArea area;

  StageFilms(FilmCollection collection, FileNames names, StagingArea area) {
    this.collection = collection;
    this.names = names;
    this.area = area;
  }

  @ProcessElement
  public void process(
      @Element KV<Integer, Iterable<FilmOutcome>> all, OutputReceiver<String> manifest)
      throws IOException {
    List<FilmOutcome> written = new ArrayList<>();
    List<FilmOutcome> rejected = new ArrayList<>();
    Map<Fate, Tally.Counter> fates = new EnumMap<>(Fate.class);
    for (FilmOutcome film : all.getValue()) {
      count(film, fates);
      switch (film.fate()) {
        case WRITTEN -> written.add(film);
        case REJECTED -> rejected.add(film);
        default -> {
          // Only counted.
        }
      }
    }
    written.sort(Comparator.comparingLong(FilmOutcome::film));
    rejected.sort(Comparator.comparingLong(film -> film.places().get(0)));

    String attempt = UUID.randomUUID().toString();
    CompanyFilms companies = new CompanyFilms();
    Map<String, Long> languages = new TreeMap<>();
    List<DataFile> files = new ArrayList<>();
    files.add(stageFilms(written, companies, languages, attempt));
    files.add(stageArray(names.companies(), companies.lines(), attempt));
    files.add(stageArray(names.languages(), lines(languages), attempt));
    Map<String, Long> codes = new TreeMap<>();
    rejected.forEach(film -> codes.merge(film.code(), 1L, Long::sum));
    if (!rejected.isEmpty()) {
      files.add(stageRejects(rejected, attempt));
    }
    Map<Fate, Tally> tallies = new EnumMap<>(Fate.class);
    fates.forEach((fate, counter) -> tallies.put(fate, counter.tally()));
    long byLanguage = languages.values().stream().mapToLong(Long::longValue).sum();
    manifest.output(
        new StagedFilms(area.run(), tallies, codes, companies.films(), byLanguage, files).toJson());
  }

  private static void count(FilmOutcome film, Map<Fate, Tally.Counter> fates) {
    for (int i = 0; i < film.places().size(); i++) {
      SourcePosition position = ListedFilm.position(film.places().get(i));
      fates
          .computeIfAbsent(i == 0 ? film.fate() : Fate.DUPLICATE, any -> new Tally.Counter())
          .add(position.file(), position.offset());
    }
  }

  /** Adds them to their companies and languages, too. */
  private DataFile stageFilms(
      List<FilmOutcome> films, CompanyFilms companies, Map<String, Long> languages, String attempt)
      throws IOException {
    try (StagedUpload file = area.open(Content.DATA, names.films(), attempt)) {
      for (FilmOutcome film : films) {
        JsonNode json = JSON.readTree(film.json());
        ObjectNode dated = JSON.createObjectNode();
        dated.put("collection_date", collection.date().toString());
        dated.setAll((ObjectNode) json);
        dated.put("collection_date", collection.date().toString());
        file.write((dated + "\n").getBytes(UTF_8));
        companies.add(json);
        languages.merge(json.path("original_language").asText(""), 1L, Long::sum);
      }
      return staged(names.films(), file.finish(), films.size());
    }
  }

  /** A line of JSON for each language. */
  private static List<String> lines(Map<String, Long> languages) {
    List<String> counts = new ArrayList<>();
    languages.forEach(
        (language, count) ->
            counts.add(
                JSON.createObjectNode()
                    .put("original_language", language.isEmpty() ? null : language)
                    .put("films", count)
                    .toString()));
    return counts;
  }

  /** A JSON array with a line for each element. */
  private DataFile stageArray(String path, List<String> lines, String attempt) throws IOException {
    try (StagedUpload file = area.open(Content.DATA, path, attempt)) {
      String text = lines.isEmpty() ? "[]\n" : "[\n" + String.join(",\n", lines) + "\n]\n";
      file.write(text.getBytes(UTF_8));
      return staged(path, file.finish(), lines.size());
    }
  }

  private DataFile stageRejects(List<FilmOutcome> films, String attempt) throws IOException {
    try (StagedUpload file = area.open(Content.REJECTS, REJECTS, attempt)) {
      GZIPOutputStream gzip = new GZIPOutputStream(file);
      JsonGenerator json = new JsonFactory().createGenerator(gzip);
      json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      for (FilmOutcome film : films) {
        SourcePosition position = ListedFilm.position(film.places().get(0));
        reject(film, position).writeJson(json, addressOf(position.file()));
      }
      json.writeRaw('\n');
      json.flush();
      gzip.finish();
      return staged(Content.REJECTS, REJECTS, file.finish(), films.size());
    }
  }

  private static Reject reject(FilmOutcome film, SourcePosition position) {
    String record =
        film.json() != null
            ? film.json()
            : ListedFilm.hasId(film.film()) ? "{\"id\":" + film.film() + "}" : "{}";
    return new Reject(
        position, film.code(), film.message(), Reject.Content.raw(record.getBytes(UTF_8)));
  }

  private String addressOf(int page) {
    return collection.settings().addressOfPage(page).toString();
  }

  private static DataFile staged(String path, StagedFile file, long rows) {
    return staged(Content.DATA, path, file, rows);
  }

  private static DataFile staged(Content content, String path, StagedFile file, long rows) {
    return new DataFile(content, path, file.stagingId(), file.length(), rows, rows);
  }
}
