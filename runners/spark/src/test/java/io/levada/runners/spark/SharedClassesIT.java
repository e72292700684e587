/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import static java.util.stream.Collectors.toCollection;
import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** What the relocated jar may hold: nothing that a cluster has too, whatever its versions are. */
class SharedClassesIT {

  /** All else is relocated to {@code io.levada.shaded}; Beam has its own copies below its name. */
  private static final List<String> OUR_PACKAGES = List.of("io/levada/", "org/apache/beam/");

  @Test
  void sharesNoClassWithSpark() throws IOException {
    Set<String> ofSpark = new HashSet<>();
    for (Path jar : LevadaProcess.sparkJars()) {
      ofSpark.addAll(classesIn(jar));
    }

    Set<String> shared = classesIn(LevadaProcess.RELOCATED_JAR);
    shared.retainAll(ofSpark);

    assertThat(ofSpark, hasItem("org/apache/spark/SparkContext.class"));
    assertThat(shared, is(empty()));
  }

  @Test
  void letsNoThirdPartyPackageEscapeRelocation() throws IOException {
    Set<String> escaped =
        classesIn(LevadaProcess.RELOCATED_JAR).stream()
            .filter(name -> OUR_PACKAGES.stream().noneMatch(name::startsWith))
            .collect(toCollection(TreeSet::new));

    assertThat(escaped, is(empty()));
  }

  @Test
  void takesParquetAlong() throws IOException {
    assertThat(
        classesIn(LevadaProcess.RELOCATED_JAR),
        hasItem("io/levada/shaded/parquet/hadoop/ParquetWriter.class"));
  }

  private static Set<String> classesIn(Path jar) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class"))
          .filter(name -> !name.endsWith("module-info.class"))
          .collect(toCollection(HashSet::new));
    }
  }
}
