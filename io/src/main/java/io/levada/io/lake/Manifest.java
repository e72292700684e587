/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.levada.io.storage.Location;
import io.levada.rows.GroupCount;
import io.levada.rows.ReadCount;
import io.levada.rows.Tally;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.checkerframework.checker.nullness.qual.Nullable;

/**
 * What a run has read and staged, as its workers tell it: made of data that went through the
 * shuffle, never of metrics, which count a repeated task twice.
 *
 * <p>As a file it is JSON lines, gzip: a header with the run, a line for each slot's files, for
 * each read range, for the groups if there are any, for each input's tallies and for a sink's
 * figures, and a last line with a count and a checksum of the lines before it.
 */
public final class Manifest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String run;
  private final Map<String, String> attemptBySlot = new HashMap<>();
  private final List<DataFile> files = new ArrayList<>();
  private final List<ReadCount> reads = new ArrayList<>();
  private @Nullable GroupCount groups;
  private final FateTallies tallies = new FateTallies();
  private final Map<String, Long> rejectsByCode = new TreeMap<>();
  private final Map<String, Long> figures = new TreeMap<>();

  Manifest(String run) {
    this.run = run;
  }

  /**
   * Takes what a slot has done.
   *
   * @throws InvalidManifestException if the manifest has the slot already: two attempts would write
   *     its rows twice
   */
  void add(SlotEntry entry) {
    String other = attemptBySlot.putIfAbsent(entry.slot(), entry.attempt());
    if (other != null) {
      throw new InvalidManifestException(
          "Invalid manifest of run "
              + run
              + ": slot "
              + entry.slot()
              + " is in it twice, by attempts "
              + other
              + " and "
              + entry.attempt());
    }
    files.addAll(entry.files());
    reads.addAll(entry.reads());
    entry.groups().forEach(this::add);
    tallies.addAll(entry.tallies());
    entry.rejectsByCode().forEach((code, count) -> rejectsByCode.merge(code, count, Long::sum));
    entry.figures().forEach((figure, number) -> figures.merge(figure, number, Long::sum));
  }

  private void add(GroupCount counted) {
    groups = groups == null ? counted : groups.plus(counted);
  }

  /**
   * The manifest that the run's workers have written.
   *
   * @throws InvalidManifestException if there is none, or it is not whole, or not this run's
   * @throws IOException if it can't be read
   */
  public static Manifest read(StagingArea area) throws IOException {
    Location location = area.manifest();
    byte[] bytes =
        area.storages()
            .of(location)
            .read(location)
            .orElseThrow(
                () -> new InvalidManifestException("Cannot find the manifest " + location));
    return decode(bytes, area.run());
  }

  /** Every file that the run has staged. */
  public List<DataFile> files() {
    return List.copyOf(files);
  }

  /** What the readers took, range by range. */
  public List<ReadCount> reads() {
    return List.copyOf(reads);
  }

  /** What an aggregation made of the records, if there was one and it took any. */
  public Optional<GroupCount> groups() {
    return Optional.ofNullable(groups);
  }

  /** Records of the fate, over all inputs. */
  public long count(Fate fate) {
    return tallies.count(fate);
  }

  /** Records read, over all inputs. */
  public long readCount() {
    return reads.stream().mapToLong(read -> read.records().count()).sum();
  }

  /** What became of the records of each input, in the order of the listing. */
  public Map<Integer, Map<Fate, Tally>> tallies() {
    return tallies.byFile();
  }

  public Map<String, Long> rejectsByCode() {
    return Map.copyOf(rejectsByCode);
  }

  /** What a {@link io.levada.rows.SlotSink} has told, added up; empty if there was none. */
  public Map<String, Long> figures() {
    return Map.copyOf(figures);
  }

  byte[] encode() throws IOException {
    Lines lines = new Lines();
    lines.add(JSON.createObjectNode().put("levada", 1).put("run", run));
    for (Map.Entry<String, String> slot : new TreeMap<>(attemptBySlot).entrySet()) {
      lines.add(JSON.createObjectNode().put("slot", slot.getKey()).put("attempt", slot.getValue()));
    }
    for (DataFile file : files) {
      lines.add(JSON.createObjectNode().set("file", JSON.valueToTree(file)));
    }
    for (ReadCount read : reads) {
      lines.add(
          JSON.createObjectNode()
              .put("input", read.file())
              .put("from", read.from())
              .put("to", read.to())
              .put("end", read.reachedEnd())
              .set("read", json(read.records())));
    }
    if (groups != null) {
      ObjectNode line = JSON.createObjectNode();
      line.set("grouped", json(groups.in()));
      line.set("groups", json(groups.out()));
      lines.add(line);
    }
    tallies
        .byFile()
        .forEach(
            (file, fates) -> {
              ObjectNode line = JSON.createObjectNode().put("input", file);
              fates.forEach((fate, tally) -> line.set(fate.name(), json(tally)));
              lines.add(line);
            });
    lines.add(JSON.createObjectNode().set("rejects", JSON.valueToTree(rejectsByCode)));
    if (!figures.isEmpty()) {
      lines.add(JSON.createObjectNode().set("figures", JSON.valueToTree(figures)));
    }
    return lines.finish();
  }

  /**
   * The manifest in a file's bytes.
   *
   * @throws InvalidManifestException if it is not one, is cut short, fails its checksum or belongs
   *     to another run
   */
  static Manifest decode(byte[] bytes, String run) {
    Manifest manifest = new Manifest(run);
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8))) {
      MessageDigest digest = sha256();
      long count = 0;
      JsonNode header = null;
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        JsonNode node = JSON.readTree(line);
        if (node.has("sha256")) {
          manifest.checkEnd(header, node, count, digest);
          return manifest;
        }
        digest.update((line + '\n').getBytes(StandardCharsets.UTF_8));
        count++;
        if (header == null) {
          header = node;
        } else {
          manifest.take(node);
        }
      }
    } catch (InvalidManifestException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new InvalidManifestException(
          "Invalid manifest of run " + run + ": it can't be decoded", e);
    }
    throw new InvalidManifestException("Invalid manifest of run " + run + ": it is cut short");
  }

  private void checkEnd(JsonNode header, JsonNode end, long count, MessageDigest digest) {
    boolean whole =
        end.path("lines").asLong() == count
            && end.path("sha256").asText().equals(HexFormat.of().formatHex(digest.digest()));
    if (!whole) {
      throw new InvalidManifestException(
          "Invalid manifest of run " + run + ": its checksum does not fit its " + count + " lines");
    }
    String owner = header == null ? "" : header.path("run").asText();
    if (!owner.equals(run)) {
      throw new InvalidManifestException(
          "Invalid manifest of run " + run + ": it belongs to run " + owner);
    }
  }

  private void take(JsonNode line) throws IOException {
    if (line.has("slot")) {
      attemptBySlot.put(line.get("slot").asText(), line.get("attempt").asText());
    } else if (line.has("file")) {
      files.add(JSON.treeToValue(line.get("file"), DataFile.class));
    } else if (line.has("read")) {
      reads.add(
          new ReadCount(
              line.get("input").asInt(),
              line.get("from").asLong(),
              line.get("to").asLong(),
              line.get("end").asBoolean(),
              tally(line.get("read"))));
    } else if (line.has("groups")) {
      add(new GroupCount(tally(line.get("grouped")), tally(line.get("groups"))));
    } else if (line.has("rejects")) {
      putAll(line.get("rejects"), rejectsByCode);
    } else if (line.has("figures")) {
      putAll(line.get("figures"), figures);
    } else {
      for (Fate fate : Fate.values()) {
        if (line.has(fate.name())) {
          tallies.add(line.get("input").asInt(), fate, tally(line.get(fate.name())));
        }
      }
    }
  }

  private static void putAll(JsonNode numbers, Map<String, Long> target) {
    numbers.fields().forEachRemaining(each -> target.put(each.getKey(), each.getValue().asLong()));
  }

  private static ObjectNode json(Tally tally) {
    return JSON.createObjectNode()
        .put("count", tally.count())
        .put("sum", String.format("%016x%016x", tally.high(), tally.low()));
  }

  private static Tally tally(JsonNode json) {
    String sum = json.get("sum").asText();
    return new Tally(
        json.get("count").asLong(),
        Long.parseUnsignedLong(sum.substring(0, 16), 16),
        Long.parseUnsignedLong(sum.substring(16), 16));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  /** JSON lines with a checksum at their end. */
  private static final class Lines {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final OutputStream out;
    private final MessageDigest digest = sha256();
    private long count;

    Lines() throws IOException {
      this.out = new GZIPOutputStream(bytes);
    }

    void add(JsonNode node) {
      byte[] line = (node + "\n").getBytes(StandardCharsets.UTF_8);
      digest.update(line);
      count++;
      write(line);
    }

    byte[] finish() throws IOException {
      ObjectNode end =
          JSON.createObjectNode()
              .put("lines", count)
              .put("sha256", HexFormat.of().formatHex(digest.digest()));
      write((end + "\n").getBytes(StandardCharsets.UTF_8));
      out.close();
      return bytes.toByteArray();
    }

    private void write(byte[] line) {
      try {
        out.write(line);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
