/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.csvtotrusted;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.is;

import io.levada.pipelines.S3Zones;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** CSV from a landing zone on S3 to a table on S3. */
@ExtendWith(SandboxExtension.class)
class CsvOnS3Test {

  @TempDir private Path folder;
  private Sandbox sandbox;
  private S3Zones zones;

  @BeforeEach
  void makeZones(Sandbox sandbox, SandboxSpace space) {
    this.sandbox = sandbox;
    zones = new S3Zones(sandbox, space, folder);
  }

  @Test
  void takesALandingZoneOnce() throws Exception {
    zones.deliver("a.csv", "id,nome\n1,\"a\nb\"\n");
    assertThat(zones.err(), run(), is(0));
    zones.deliver("b.csv", "id,nome\n2,c\n");

    assertThat(zones.err(), run(), is(0));

    assertThat(zones.rows("id, nome"), contains("1 a\nb", "2 c"));
    assertThat(zones.list(zones.pending()).keySet(), empty());
  }

  @Test
  void undoesARunThatCannotStageItsRows() throws Exception {
    zones.deliver("a.csv", "id\n1\n");
    sandbox.faults().add(Fault.accessDenied().on("UploadPart"));
    assertThat(run(), is(1));
    sandbox.faults().clear();

    assertThat(zones.err(), run(), is(0));

    assertThat(zones.rows("id"), contains("1"));
    assertThat(zones.staged(), empty());
  }

  private int run() {
    return zones.run("csv-to-trusted", "--landing=" + zones.landing(), "--output=" + zones.table());
  }
}
