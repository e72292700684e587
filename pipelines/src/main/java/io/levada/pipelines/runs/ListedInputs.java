/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.lake.InputNames;
import io.levada.io.ledger.Bookmark;
import io.levada.io.storage.Entry;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The run's inputs in its record: JSON lines, gzip. Workers read it when they have a reject to
 * name, so that a listing of a million files does not travel with every task.
 */
final class ListedInputs implements InputNames {

  static final String FILE = Bookmark.INPUTS;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Storages storages;
  private final Location file;
  private transient List<String> names;

  ListedInputs(Storages storages, Location runFolder) {
    this.storages = storages;
    this.file = runFolder.child(FILE);
  }

  static byte[] encode(List<Entry> inputs) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      int index = 0;
      for (Entry input : inputs) {
        ObjectNode line =
            JSON.createObjectNode()
                .put("input", index++)
                .put("uri", input.location().uri())
                .put("bytes", input.size())
                .put("identity", input.identity());
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  @Override
  public synchronized String name(int index) throws IOException {
    if (names == null) {
      names = read();
    }
    return names.get(index);
  }

  private List<String> read() throws IOException {
    byte[] bytes =
        storages
            .of(file)
            .read(file)
            .orElseThrow(() -> new IOException("Cannot find the run's listing " + file));
    List<String> uris = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode input = JSON.readTree(line);
        uris.add(input.get("uri").asText());
      }
    }
    return uris;
  }
}
