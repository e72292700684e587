/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.files;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.lessThan;

import io.levada.io.files.CutFixture.Extent;
import io.levada.io.files.CutFixture.InPieces;
import io.levada.io.files.JsonDocuments.Document;
import io.levada.rows.CutRecord;
import io.levada.rows.RecordBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random documents, whole and mutated, are cut as Jackson reads them. The system property {@code
 * levada.fuzz.records} says about how many records of mutated documents are cut.
 */
class JsonCutterFuzzTest {

  private static final long RECORDS = Long.getLong("levada.fuzz.records", 100_000);
  private static final int WHOLE_DOCUMENTS = 20_000;
  private static final int MAX_RECORD_BYTES = FilesFixture.MAX_RECORD_BYTES;

  @Test
  void cutsWholeDocumentsAsJacksonReadsThem() throws Exception {
    for (long seed = 0; seed < WHOLE_DOCUMENTS; seed++) {
      Document document = new JsonDocuments(seed).next();
      String story = story(seed, document, document.bytes());

      Shape shape = shapeOf(document.bytes());

      assertThat(story, shape, is(document.shape()));
      boolean opensArrays = shape == Shape.ARRAY;
      List<Extent> expected = JsonReference.values(document.bytes(), opensArrays).orElseThrow();
      assertThat(story, cut(document.bytes(), shape, Integer.MAX_VALUE), is(expected));
    }
  }

  @Test
  @Timeout(value = 2, unit = TimeUnit.HOURS)
  void cutsMutatedDocumentsIntoEveryByteOnceAndAsJacksonIfItReadsThem() throws Exception {
    long records = 0;
    for (long seed = 0; records < RECORDS; seed++) {
      JsonDocuments documents = new JsonDocuments(seed);
      Document document = documents.next();
      byte[] mutated = documents.mutate(document.bytes());
      String story = story(seed, document, mutated);

      checkShape(story, mutated);
      checkValues(story, mutated, Shape.VALUES, seed);
      checkLines(story, mutated, seed);
      records += checkValues(story, mutated, Shape.ARRAY, seed);
    }
  }

  /**
   * Behind a damaged object at most one is lost with it, as a bracket or a quote too few can make
   * the next one's beginning a part of it. Of a thousand documents a few may fail: an opening
   * bracket too many can be closed by the end of the file, as JSON has it.
   */
  @Test
  void goesOnBehindADamagedObject() throws Exception {
    int failed = 0;
    for (long seed = 0; seed < WHOLE_DOCUMENTS; seed++) {
      JsonDocuments documents = new JsonDocuments(seed);
      Document document = documents.nextPrinted();
      List<Extent> whole = cut(document.bytes(), document.shape(), Integer.MAX_VALUE);
      int damaged = (int) (seed % (whole.size() - 2));
      byte[] mutated = mutateIn(document.bytes(), whole.get(damaged), documents);
      long shift = (long) mutated.length - document.bytes().length;

      List<Extent> records = cut(mutated, document.shape(), Integer.MAX_VALUE);

      List<Extent> before = whole.subList(0, damaged);
      List<Extent> behind =
          whole.subList(damaged + 2, whole.size()).stream()
              .map(extent -> new Extent(extent.start() + shift, extent.end() + shift))
              .toList();
      assertThat(records.subList(0, damaged), is(before));
      failed += records.containsAll(behind) ? 0 : 1;
    }
    assertThat(failed, is(lessThan(WHOLE_DOCUMENTS / 200)));
  }

  private static byte[] mutateIn(byte[] content, Extent extent, JsonDocuments documents) {
    byte[] part = Arrays.copyOfRange(content, (int) extent.start(), (int) extent.end());
    ByteArrayOutputStream mutated = new ByteArrayOutputStream();
    mutated.write(content, 0, (int) extent.start());
    mutated.writeBytes(documents.mutateOnce(part));
    mutated.write(content, (int) extent.end(), content.length - (int) extent.end());
    return mutated.toByteArray();
  }

  /** Whatever it takes the document for, it is the same for any pieces. */
  private static void checkShape(String story, byte[] content) throws IOException {
    PeekedBytes inBytes = new PeekedBytes(new InPieces(content, 1));
    assertThat(story, ShapeLook.of(inBytes), is(shapeOf(content)));
  }

  private static int checkValues(String story, byte[] content, Shape shape, long seed)
      throws Exception {
    List<Extent> records = cut(content, shape, Integer.MAX_VALUE);
    checkEveryByte(story, content, records, shape == Shape.ARRAY ? " \t\r\n[]," : " \t\r\n");
    Optional<List<Extent>> expected = JsonReference.values(content, shape == Shape.ARRAY);
    if (expected.isPresent() && !records.equals(expected.get())) {
      assertThat(story, records, is(expected.get()));
    }
    List<Extent> inPieces = cut(content, shape, 1 + (int) (seed % 7));
    if (!records.equals(inPieces)) {
      assertThat(story, inPieces, is(records));
    }
    checkOversize(story, content, shape, records, seed);
    return records.size();
  }

  /** With a limit, the same records start at the same places, and larger ones are digested. */
  private static void checkOversize(
      String story, byte[] content, Shape shape, List<Extent> records, long seed) throws Exception {
    int limit = 5 + (int) (seed % 60);
    List<Long> starts = new ArrayList<>();
    RecordCutter cutter = CutFixture.values(content, shape, 1 + (int) (seed % 50), limit);
    for (RecordBlock block : CutFixture.blocks(cutter)) {
      for (int i = 0; i < block.recordCount(); i++) {
        starts.add(block.offsetOf(i));
      }
      if (block.cut() != null) {
        checkCut(story, content, block.offset(), block.cut(), limit);
      }
    }
    List<Long> expected = records.stream().map(Extent::start).toList();
    if (!starts.equals(expected)) {
      assertThat(story + ", at most " + limit + " bytes", starts, is(expected));
    }
  }

  private static void checkCut(String story, byte[] content, long offset, CutRecord cut, int limit)
      throws Exception {
    byte[] record = Arrays.copyOfRange(content, (int) offset, (int) (offset + cut.length()));
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(record);
    if (cut.length() < limit || !Arrays.equals(digest, cut.sha256())) {
      throw new AssertionError(story + ": wrongly cut at " + offset + ": " + cut.length());
    }
  }

  /** Lines are the same whole and in two ranges. */
  private static void checkLines(String story, byte[] content, long seed) throws Exception {
    List<Extent> whole =
        CutFixture.extents(CutFixture.lines(content, 0, content.length, MAX_RECORD_BYTES));
    checkEveryByte(story, content, whole, " \t\r\n");
    long middle = content.length == 0 ? 0 : seed % content.length;
    List<Extent> parts = new ArrayList<>();
    parts.addAll(CutFixture.extents(CutFixture.lines(content, 0, middle, MAX_RECORD_BYTES)));
    parts.addAll(
        CutFixture.extents(CutFixture.lines(content, middle, content.length, MAX_RECORD_BYTES)));
    if (middle > 0 && !parts.equals(whole)) {
      assertThat(story + ", divided at " + middle, parts, is(whole));
    }
  }

  private static void checkEveryByte(
      String story, byte[] content, List<Extent> records, String between) {
    int at = ByteOrderMark.isUtf8(content, content.length) ? ByteOrderMark.UTF_8_BYTES : 0;
    for (Extent record : records) {
      boolean isEmpty = record.start() == record.end();
      if (record.start() < at || (isEmpty && record.end() != content.length)) {
        throw new AssertionError(story + ": " + record + " behind " + at);
      }
      checkBetween(story, content, at, (int) record.start(), between);
      at = (int) record.end();
    }
    checkBetween(story, content, at, content.length, between);
  }

  private static void checkBetween(String story, byte[] content, int from, int to, String between) {
    for (int i = from; i < to; i++) {
      if (between.indexOf(content[i]) < 0) {
        throw new AssertionError(story + ": byte " + i + " is in no record");
      }
    }
  }

  private static List<Extent> cut(byte[] content, Shape shape, int pieceBytes) throws IOException {
    return CutFixture.extents(
        shape == Shape.LINES
            ? CutFixture.lines(content, 0, content.length, MAX_RECORD_BYTES)
            : CutFixture.values(content, shape, pieceBytes, MAX_RECORD_BYTES));
  }

  private static Shape shapeOf(byte[] content) throws IOException {
    return ShapeLook.of(new PeekedBytes(new InPieces(content, Integer.MAX_VALUE)));
  }

  private static String story(long seed, Document document, byte[] bytes) {
    return "seed "
        + seed
        + ", "
        + document.layout()
        + ": "
        + new String(bytes, StandardCharsets.UTF_8);
  }
}
