/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.either;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxExtension;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(SandboxExtension.class)
class CutOffReadOnS3Test extends CutOffReadContract {

  private Sandbox sandbox;
  private AwsSettings aws;
  private Location bucket;

  @BeforeEach
  void connect(Sandbox sandbox, SandboxSpace space) {
    this.sandbox = sandbox;
    this.aws = AwsSettings.ofTheMachine().withEndpoint(sandbox.endpoint());
    this.bucket = Location.of("s3://" + space.bucket());
  }

  @Override
  AwsSettings aws() {
    return aws;
  }

  @Override
  Location folder(String name) {
    return bucket.child(name);
  }

  @ParameterizedTest
  @EnumSource
  void findsTheOldFilesOrTheNewBeforeWhateverRequestARunGoesThrough(Job job) throws IOException {
    int request = 1;
    boolean happened = true;
    while (happened) {
      start(job + "-" + request);
      AtomicReference<String> outcome = new AtomicReference<>();
      sandbox.faults().add(Fault.run(() -> outcome.set(carriedOut(job))).atCall(request));

      List<String> found = listed();

      sandbox.faults().clear();
      happened = outcome.get() != null;
      if (happened) {
        String when = job + " before request " + request + ": " + outcome;
        assertThat(when, found, either(equalTo(before())).or(equalTo(after(job))));
        assertThat(when, listed(), equalTo(after(job)));
      }
      request++;
    }
    assertThat(request, greaterThan(5));
  }

  private String carriedOut(Job job) {
    try {
      carryOut(job, UnaryOperator.identity());
      return "published";
    } catch (IOException e) {
      return e.getMessage();
    }
  }
}
