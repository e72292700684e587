/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContenderTest {

  @Test
  void putsFlagsAndFoldersIntoItsCommand() {
    Contender contender =
        new Contender("it", List.of("java", "{jvm}", "Main", "--input={input}", "{output}/x"));

    assertThat(
        contender.command(List.of("-Xmx1g", "-Xint"), Path.of("in"), Path.of("out")),
        contains("java", "-Xmx1g", "-Xint", "Main", "--input=in", "out/x"));
  }
}
