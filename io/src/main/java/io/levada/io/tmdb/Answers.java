/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storage;
import io.levada.io.storage.Storages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What TMDB has answered so far, kept in a folder, so that whoever is cut off goes on from there:
 * small files of up to {@value #PACK} answers, each created once and never changed. Not safe for
 * several threads, but for several processes: an answer may then be there twice, and the one that
 * was kept first counts, so that what counts stays, as far as the clocks of machines agree.
 */
public final class Answers {

  /** How many answers are lost at most when the process ends at once. */
  public static final int PACK = 20;

  private static final String ENDING = ".jsonl";
  private static final int READERS = 16;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final Storage storage;
  private final Location folder;
  private final Map<String, Optional<ObjectNode>> unwritten = new LinkedHashMap<>();

  public Answers(Storages storages, Location folder) {
    this.storage = storages.of(folder);
    this.folder = folder;
  }

  Location folder() {
    return folder;
  }

  /** The files that the answers are in, in the order of their names. */
  public List<Entry> files() throws IOException {
    List<Entry> files = new ArrayList<>();
    storage.list(
        folder,
        entry -> {
          if (entry.location().name().endsWith(ENDING)) {
            files.add(entry);
          }
        });
    return files;
  }

  /**
   * The answers that are kept, by their paths; empty where TMDB had no such thing.
   *
   * @throws IOException if one can't be read
   */
  public Map<String, Optional<ObjectNode>> kept() throws IOException {
    Map<String, Optional<ObjectNode>> kept = new LinkedHashMap<>();
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    try {
      List<Future<byte[]>> contents = new ArrayList<>();
      for (Entry file : files()) {
        contents.add(readers.submit(() -> storage.read(file.location()).orElse(new byte[0])));
      }
      for (Future<byte[]> content : contents) {
        read(content.get(), kept);
      }
    } catch (ExecutionException e) {
      throw new IOException("Cannot read what was kept in " + folder, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while reading " + folder, e);
    } finally {
      readers.shutdownNow();
    }
    return kept;
  }

  private static void read(byte[] content, Map<String, Optional<ObjectNode>> kept)
      throws IOException {
    for (String line : new String(content, StandardCharsets.UTF_8).lines().toList()) {
      JsonNode answer = JSON.readTree(line);
      ObjectNode body = answer.get("answer") instanceof ObjectNode object ? object : null;
      kept.putIfAbsent(answer.get("path").asText(), Optional.ofNullable(body));
    }
  }

  /** Keeps an answer, at the latest with the next {@link #flush}. */
  public void add(String path, Optional<ObjectNode> answer) throws IOException {
    unwritten.put(path, answer);
    if (unwritten.size() >= PACK) {
      flush();
    }
  }

  /** Keeps all that was added. */
  public void flush() throws IOException {
    if (unwritten.isEmpty()) {
      return;
    }

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.setRootValueSeparator(null);
      for (Map.Entry<String, Optional<ObjectNode>> answer : unwritten.entrySet()) {
        json.writeStartObject();
        json.writeStringField("path", answer.getKey());
        json.writeFieldName("answer");
        json.writeTree(
            answer.getValue().isPresent()
                ? answer.getValue().get()
                : JSON.getNodeFactory().nullNode());
        json.writeEndObject();
        json.writeRaw('\n');
      }
    }
    storage.createIfAbsent(folder.child(name()), bytes.toByteArray());
    unwritten.clear();
  }

  /** Names are in the order of their times: milliseconds have 13 digits for centuries. */
  private static String name() {
    return System.currentTimeMillis() + "-" + UUID.randomUUID() + ENDING;
  }
}
