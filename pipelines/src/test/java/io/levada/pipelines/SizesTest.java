/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.is;

import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SizesTest {

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "100,100",
    "100B,100",
    "500 MB,500000000",
    "1.5gb,1500000000",
    "2k,2000",
    "0.001kB,1",
    "9EB,9000000000000000000"
  })
  void readsWhatAPersonWrites(String text, long bytes) {
    assertThat(Sizes.parseBytes(text), is(OptionalLong.of(bytes)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "MB", "-1", "1.5", "10EB", "1 XB", "1,5GB", "GB1"})
  void refusesWhatIsNoSize(String text) {
    assertThat(Sizes.parseBytes(text), is(OptionalLong.empty()));
  }
}
