/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.lake;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.io.storage.Storages;
import io.levada.rows.Envelope;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import io.levada.sandbox.Service;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.values.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SandboxExtension.class)
class StageBundlesOnS3Test {

  @Test
  void tellsItsFailureAndNotThatOfClearingUpBehindIt(Sandbox sandbox, SandboxSpace space) {
    Location bucket = Location.of("s3://" + space.bucket());
    Storages storages =
        Storages.withoutStaging()
            .forRun("run-1", List.of(bucket))
            .withAws(AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint()));
    StagingArea area =
        new StagingArea(storages, bucket.child("table"), bucket.child("run-1"), "run-1");
    InputNames unreadable =
        file -> {
          if (file == 1) {
            throw new IOException("no listing");
          }
          return "a";
        };
    List<Row> rejects =
        List.of(
            Envelope.of(Rows.ENVELOPED, Notes.reject(0)),
            Envelope.of(Rows.ENVELOPED, Notes.rejectOf(1, 0)));
    sandbox.faults().add(Fault.accessDenied().on("AbortMultipartUpload"));

    RuntimeException failed =
        assertThrows(
            RuntimeException.class,
            () ->
                Bundles.write(
                    Rows.ENVELOPED,
                    List.of(rejects),
                    LakeIO.write(area).withoutShuffle().withInputNames(unreadable)));

    assertThat(failed.getMessage(), containsString("no listing"));
    assertThat(sandbox.requests().count(Service.S3, "AbortMultipartUpload"), equalTo(1));
  }
}
