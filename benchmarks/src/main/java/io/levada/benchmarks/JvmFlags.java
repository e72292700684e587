/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The flags of the JVMs of both sides.
 *
 * @param flags that all of them get
 * @param classData whether they load their classes from an archive, which the warm-up writes
 * @param work where archives are
 */
record JvmFlags(List<String> flags, ClassData classData, Path work) {

  /** Whether the contenders' JVMs load their classes from an archive. */
  enum ClassData {
    PLAIN,
    ARCHIVED
  }

  JvmFlags {
    flags = List.copyOf(flags);
  }

  /** Those of a warm-up of a side, which writes its archive. */
  List<String> ofWarmUp(String side) throws IOException {
    if (classData == ClassData.PLAIN) {
      return flags;
    }

    Files.deleteIfExists(archive(side));
    return with("-XX:ArchiveClassesAtExit=" + archive(side));
  }

  /** Those of a run of a side behind its warm-up. */
  List<String> ofRun(String side) {
    return classData == ClassData.PLAIN ? flags : with("-XX:SharedArchiveFile=" + archive(side));
  }

  private Path archive(String side) {
    return work.resolve(side + ".jsa");
  }

  private List<String> with(String flag) {
    List<String> all = new ArrayList<>(flags);
    all.add(flag);
    all.add("-Xlog:cds=off,cds+dynamic=off,class+path=off");
    return all;
  }
}
