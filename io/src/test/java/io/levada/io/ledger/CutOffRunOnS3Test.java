/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.ledger;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Location;
import io.levada.sandbox.LocalS3;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class CutOffRunOnS3Test extends CutOffRunContract {

  private static LocalS3 s3;

  @BeforeAll
  static void start() throws Exception {
    s3 = LocalS3.start();
    HttpRequest bucket =
        HttpRequest.newBuilder(s3.endpoint().resolve("/bucket"))
            .PUT(BodyPublishers.noBody())
            .build();
    HttpClient.newHttpClient().send(bucket, BodyHandlers.discarding());
  }

  @AfterAll
  static void stop() {
    s3.close();
  }

  @Override
  AwsSettings aws() {
    return AwsSettings.ofTheMachine().withEndpoint(s3.endpoint());
  }

  @Override
  Location folder(String name) {
    return Location.of("s3://bucket/" + name);
  }
}
