/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.oneOf;

import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import io.levada.sandbox.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A whole run when its n-th request to Glue goes wrong, for every n: its exit code tells the truth,
 * and the same command once more makes all as it has to be.
 */
@ExtendWith(SandboxExtension.class)
class CutOffGlueRunTest {

  private static final String TABLE = "t";
  private static final int FEWEST_REQUESTS = 8;
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int UNFINISHED = 6;

  @TempDir private Path folder;

  enum Target {
    /** There is no database yet. */
    NEW,
    /** Two partitions are there, of which one goes, and another column comes. */
    OVERWRITTEN,
    OVERWRITTEN_WITHOUT_PARTITIONS
  }

  static Stream<Arguments> ways() {
    return Strike.IN_ALL_WAYS
        ? Stream.of(Target.values())
            .flatMap(target -> Stream.of(Strike.values()).map(way -> Arguments.of(target, way)))
        : Stream.of(Arguments.of(Target.OVERWRITTEN, Strike.ANSWER_LOST));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void isDoneByTheSameCommandOnceMore(
      Target target, Strike strike, Sandbox sandbox, SandboxSpace space) {
    int requests = target == Target.NEW ? 0 : cutOffAgain(target, strike, sandbox, space);
    boolean struck = target == Target.NEW;
    while (struck) {
      requests++;
      SandboxSpace own =
          new SandboxSpace(space.bucket() + "-" + requests, space.tablePrefix() + requests);
      sandbox.createBucket(own.bucket());
      try (GlueLake lake = new GlueLake(sandbox, own, folder)) {
        struck = cutOffAt(requests, target, strike, lake);
      }
    }
    assertThat(requests - 1, greaterThanOrEqualTo(FEWEST_REQUESTS));
  }

  private int cutOffAgain(Target target, Strike strike, Sandbox sandbox, SandboxSpace space) {
    try (GlueLake lake = new GlueLake(sandbox, space, folder)) {
      lake.written(TABLE, Rows.of("old", 0, 2), options(target));
      LakeSnapshot before = new LakeSnapshot(lake, TABLE);
      int n = 1;
      while (cutOffAt(n, target, strike, lake)) {
        before.restore();
        n++;
      }
      return n;
    }
  }

  private static boolean cutOffAt(int n, Target target, Strike strike, GlueLake lake) {
    lake.sandbox().faults().add(strike.fault().ofService(Service.GLUE).atCall(n));

    int exit = overwrite(target, lake);

    String cut = strike + " at request " + n + ": " + lake.levada().err();
    boolean struck = lake.sandbox().faults().struck() > 0;
    lake.sandbox().faults().clear();
    assertThat(cut, exit, strike.isSurvived() ? is(DONE) : oneOf(DONE, FAILED, UNFINISHED));
    if (exit == FAILED) {
      assertThat(cut, rows(target, lake), equalTo(before(target)));
    } else if (exit == UNFINISHED) {
      assertThat(cut, lake.dataFolders(TABLE), not(empty()));
    } else {
      assertThat(cut, rows(target, lake), equalTo(after(target)));
    }
    int again = overwrite(target, lake);
    assertThat(cut + ", then: " + lake.levada().err(), again, is(DONE));
    assertThat(cut, rows(target, lake), equalTo(after(target)));
    assertThat(cut, lake.athena().folders(TABLE), equalTo(lake.dataFolders(TABLE)));
    return struck;
  }

  private static int overwrite(Target target, GlueLake lake) {
    String row = "{\"p\":\"p001\",\"v\":\"new-p001\",\"more\":1}\n";
    return lake.write(TABLE, row, options(target));
  }

  private static String[] options(Target target) {
    return target == Target.OVERWRITTEN_WITHOUT_PARTITIONS
        ? new String[] {"--writeMode=overwrite", "--retain=0"}
        : new String[] {"--writeMode=overwrite", "--retain=0", "--partitionFields=p"};
  }

  private static Map<String, List<String>> rows(Target target, GlueLake lake) {
    return target == Target.NEW && lake.dataFolders(TABLE).isEmpty()
        ? Map.of()
        : lake.athena().rows(TABLE, "v");
  }

  private static Map<String, List<String>> before(Target target) {
    return switch (target) {
      case NEW -> Map.of();
      case OVERWRITTEN -> Rows.seen("old", 0, 2);
      case OVERWRITTEN_WITHOUT_PARTITIONS -> Map.of("", List.of("old-p000", "old-p001"));
    };
  }

  private static Map<String, List<String>> after(Target target) {
    return target == Target.OVERWRITTEN_WITHOUT_PARTITIONS
        ? Map.of("", List.of("new-p001"))
        : Rows.seen("new", 1, 2);
  }
}
