/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class S3StagingIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"abc", "a/b,c:d", "a+b c%2F=", "\"日\""})
  void keepsWhateverAStoreChooses(String text) {
    S3StagingId id = new S3StagingId("run-1/x", text, List.of(text, "tag", text));

    assertThat(S3StagingId.parse(id.text()), is(id));
  }

  @Test
  void canBeReadByPeople() {
    assertThat(
        new S3StagingId("run-1/x", "id", List.of("t1", "t2")).text(),
        is("upload:run-1/x/id/t1,t2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/staging/a.staged", "upload:a/b/c", "upload:a/b/c/d/e"})
  void refusesWhatIsNone(String text) {
    assertThrows(IllegalArgumentException.class, () -> S3StagingId.parse(text));
  }
}
