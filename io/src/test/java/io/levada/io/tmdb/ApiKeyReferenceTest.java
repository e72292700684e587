/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.tmdb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.Storages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyReferenceTest {

  @TempDir private Path folder;

  private ApiKey inFile(String content) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), content);
    return ApiKeyReference.parse("file:" + file).resolve(Storages.withoutStaging());
  }

  @Test
  void readsAFileWithoutTheNewlineAtItsEnd() throws IOException {
    assertThat(inFile("eyJ.a-b_c==\n").bearer(), is("Bearer eyJ.a-b_c=="));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJhbGciOiJIUzI1NiJ9.secret",
        "env:",
        "env:A-B",
        "file:",
        "",
        "ENV:A",
        "http:x",
        "ssm:"
      })
  void refusesWhatIsNoReferenceWithoutRepeatingIt(String text) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> ApiKeyReference.parse(text));

    assertThat(
        e.getMessage(),
        is(
            "what was given is no reference to a key, and is not repeated here, as it may be the"
                + " key itself (give env:NAME, file:PATH or ssm:NAME)"));
  }

  @Test
  void tellsAVariableThatIsNotSet() {
    ApiKeyReference reference = ApiKeyReference.parse("env:LEVADA_NO_SUCH_VARIABLE");

    TmdbException e =
        assertThrows(TmdbException.class, () -> reference.resolve(Storages.withoutStaging()));

    assertThat(e.getMessage(), containsString("env:LEVADA_NO_SUCH_VARIABLE is not set"));
  }

  @Test
  void tellsAFileThatIsNotThere() {
    ApiKeyReference reference = ApiKeyReference.parse("file:" + folder.resolve("none"));

    TmdbException e =
        assertThrows(TmdbException.class, () -> reference.resolve(Storages.withoutStaging()));

    assertThat(e.getMessage(), containsString("there is no " + folder.resolve("none")));
  }

  @Test
  void refusesAKeyThatWouldGoIntoAddresses() {
    String key = "0123456789abcdef0123456789ABCDEF";

    TmdbException e = assertThrows(TmdbException.class, () -> inFile(key));

    assertThat(e.getMessage(), containsString("it is one of TMDB's version 3"));
    assertThat(e.getMessage(), not(containsString(key)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"two words", "a\nb", "naïve", "{\"key\":1}"})
  void refusesWhatIsNoTokenWithoutRepeatingIt(String content) {
    TmdbException e = assertThrows(TmdbException.class, () -> inFile(content));

    assertThat(e.getMessage(), containsString("it has characters that no token has"));
    assertThat(e.getMessage(), not(containsString(content)));
  }

  @Test
  void isStarsAsText() throws IOException {
    assertThat(inFile("secret").toString(), is("***"));
  }
}
