/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.CannedS3.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What S3, or a store that looks like it, answers at times and the sandbox never does. */
class S3OddAnswersTest {

  private static final Location BUCKET = Location.of("s3://bucket");
  private static final Location FILE = BUCKET.child("run-1/a");
  private static final Entry LISTED = new Entry(FILE, 3, "listed", Instant.EPOCH);

  @Test
  void saysWhichFileCouldNotBeDeleted() throws Exception {
    try (CannedS3 s3 = CannedS3.answering(notDeleted("run-1/b", "AccessDenied"))) {
      IOException e =
          assertThrows(
              StorageException.class,
              () -> storage(s3).deleteAll(List.of(FILE, BUCKET.child("run-1/b"))));

      assertThat(
          e.getMessage(),
          is(
              "Cannot delete s3://bucket/run-1/b: AccessDenied: As the test wants it (allow these"
                  + " credentials to do it, or use others)"));
    }
  }

  @Test
  void deletesAgainWhatFailedForTheMoment() throws Exception {
    Answer failed = notDeleted("run-1/a", "InternalError");
    try (CannedS3 s3 = CannedS3.answering(failed, failed, Answer.of("<DeleteResult/>"))) {
      storage(s3).deleteAll(List.of(FILE, BUCKET.child("run-1/b")));

      assertThat(s3.requests(), hasSize(3));
    }
  }

  @Test
  void listsNamesThatAreNoNamesOfFolders() throws Exception {
    try (CannedS3 s3 = CannedS3.answering(listing("a//b", "a//c/", "a/./d", "a/e%2Bf+g"))) {
      assertThat(
          listed(s3, BUCKET.child("a")),
          contains("s3://bucket/a//b", "s3://bucket/a/./d", "s3://bucket/a/e+f g"));
    }
  }

  @Test
  void listsAKeyThatXmlCannotHold() throws Exception {
    try (CannedS3 s3 = CannedS3.answering(listing("tab%09and%01"))) {
      assertThat(listed(s3, BUCKET), contains("s3://bucket/tab\tand\u0001"));
      assertThat(query(s3, 0), containsString("encoding-type=url"));
    }
  }

  @Test
  void asksForUploadsInAnEncodingThatTakesAllKeys() throws Exception {
    String none =
        "<ListMultipartUploadsResult><IsTruncated>false</IsTruncated></ListMultipartUploadsResult>";
    try (CannedS3 s3 = CannedS3.answering(Answer.of(none))) {
      storage(s3).discardStagedExcept(Set.of());

      assertThat(query(s3, 0), containsString("encoding-type=url"));
    }
  }

  @Test
  void refusesAnObjectThatCouldChangeUnseen() throws Exception {
    Answer page = Answer.of(listing("a").body().replaceAll("<ETag>.*?</ETag>", ""));
    try (CannedS3 s3 = CannedS3.answering(page)) {
      IOException e = assertThrows(StorageException.class, () -> listed(s3, BUCKET));

      assertThat(
          e.getMessage(),
          is(
              "Cannot use s3://bucket/a: the server gives no ETag for it (put it there by a client"
                  + " of S3)"));
    }
  }

  @Test
  void refusesAFileWhoseNameEndsWithASlash() throws Exception {
    Answer page = Answer.of(listing("a/b/").body().replace("<Size>0", "<Size>7"));
    try (CannedS3 s3 = CannedS3.answering(page)) {
      IOException e = assertThrows(StorageException.class, () -> listed(s3, BUCKET));

      assertThat(
          e.getMessage(),
          is("Cannot list s3://bucket: 'a/b/' has a slash at its end and bytes (rename it)"));
    }
  }

  @Test
  void noticesAnotherFileWhereTheStoreIgnoresConditions() throws Exception {
    Answer other =
        new Answer(206, "two", List.of("ETag", "\"other\"", "Content-Range", "bytes 0-2/3"));
    try (CannedS3 s3 = CannedS3.answering(other);
        OpenFile open = storage(s3).open(LISTED)) {
      IOException e =
          assertThrows(ChangedWhileReadingException.class, () -> open.read(0, new byte[3], 0, 3));

      assertThat(e.getMessage(), containsString("now other"));
    }
  }

  @Test
  void noticesAStoreThatIgnoresRanges() throws Exception {
    Answer whole = new Answer(200, "one", List.of("ETag", "\"listed\""));
    try (CannedS3 s3 = CannedS3.answering(whole);
        OpenFile open = storage(s3).open(LISTED)) {
      IOException e = assertThrows(StorageException.class, () -> open.read(0, new byte[3], 0, 3));

      assertThat(e.getMessage(), containsString("answered with another range"));
    }
  }

  private static Storage storage(CannedS3 s3) {
    return Storages.withoutStaging()
        .forRun("run-1", List.of(BUCKET))
        .withAws(AwsSettings.ofTheMachine().withEndpoint(s3.endpoint()))
        .of(BUCKET);
  }

  private static List<String> listed(CannedS3 s3, Location folder) throws IOException {
    List<String> found = new ArrayList<>();
    storage(s3).list(folder, entry -> found.add(entry.location().uri()));
    return found;
  }

  private static String query(CannedS3 s3, int request) {
    URI asked = s3.requests().get(request);
    return String.valueOf(asked.getQuery());
  }

  private static Answer notDeleted(String key, String code) {
    return Answer.of(
        "<DeleteResult><Error><Key>"
            + key
            + "</Key><Code>"
            + code
            + "</Code><Message>As the test wants it</Message></Error></DeleteResult>");
  }

  private static Answer listing(String... keys) {
    StringBuilder page = new StringBuilder("<ListBucketResult><EncodingType>url</EncodingType>");
    for (String key : keys) {
      page.append("<Contents><Key>")
          .append(key)
          .append("</Key><LastModified>2026-01-31T00:00:00.000Z</LastModified>")
          .append("<ETag>\"x\"</ETag><Size>0</Size></Contents>");
    }
    return Answer.of(page.append("<IsTruncated>false</IsTruncated></ListBucketResult>").toString());
  }
}
