/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Who is let in. */
@ExtendWith(SandboxExtension.class)
@Timeout(60)
class AccessTest {

  @Test
  void refusesAnAccessKeyThatIsNotKnown(Sandbox sandbox) {
    try (S3Client s3 =
        Clients.s3(sandbox.endpoint(), Clients.key("someone", "sandbox"), "us-east-1")) {
      assertThat(refusal(s3), is("403 InvalidAccessKeyId"));
    }
  }

  @Test
  void refusesAnotherSecret(Sandbox sandbox) {
    try (S3Client s3 =
        Clients.s3(sandbox.endpoint(), Clients.key("sandbox", "wrong"), "us-east-1")) {
      assertThat(refusal(s3), is("403 SignatureDoesNotMatch"));
    }
  }

  @Test
  void refusesAnotherRegion(Sandbox sandbox) {
    try (S3Client s3 =
        Clients.s3(sandbox.endpoint(), Clients.key("sandbox", "sandbox"), "eu-west-1")) {
      assertThat(refusal(s3), is("400 AuthorizationHeaderMalformed"));
    }
  }

  @Test
  void refusesAnotherSecretForDynamoDb(Sandbox sandbox) {
    try (DynamoDbClient dynamoDb = Clients.dynamoDb(sandbox, Clients.key("sandbox", "wrong"))) {
      DynamoDbException refused =
          assertThrows(DynamoDbException.class, () -> dynamoDb.listTables());
      assertThat(refused.awsErrorDetails().errorCode(), is("InvalidSignatureException"));
    }
  }

  @Test
  void refusesAnAccessKeyThatIsNotKnownForDynamoDb(Sandbox sandbox) {
    try (DynamoDbClient dynamoDb = Clients.dynamoDb(sandbox, Clients.key("someone", "sandbox"))) {
      DynamoDbException refused =
          assertThrows(DynamoDbException.class, () -> dynamoDb.listTables());
      assertThat(refused.awsErrorDetails().errorCode(), is("UnrecognizedClientException"));
    }
  }

  @Test
  void refusesARequestWithoutASignature(Sandbox sandbox) throws Exception {
    HttpURLConnection connection = open(sandbox.endpoint().resolve("/bucket/key").toURL());

    assertThat(connection.getResponseCode(), is(403));
    assertThat(error(connection), containsString("<Code>AccessDenied</Code>"));
  }

  @Test
  void refusesAnotherKindOfSignature(Sandbox sandbox) throws Exception {
    HttpURLConnection connection = open(sandbox.endpoint().toURL());
    connection.setRequestProperty("Authorization", "AWS sandbox:c2lnbmF0dXJl");

    assertThat(connection.getResponseCode(), is(400));
  }

  @Test
  void letsASignedAddressIn(Sandbox sandbox, SandboxSpace space) throws Exception {
    try (S3Client s3 = Clients.s3(sandbox)) {
      s3.putObject(
          b -> b.bucket(space.bucket()).key("a b/ä+%&"), RequestBody.fromString("content"));
    }

    HttpURLConnection connection = open(signedAddress(sandbox, space, "a b/ä+%&"));

    try (InputStream in = connection.getInputStream()) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8), is("content"));
    }
  }

  @Test
  void refusesASignedAddressThatWasChanged(Sandbox sandbox, SandboxSpace space) throws Exception {
    String signed = signedAddress(sandbox, space, "one").toString();

    HttpURLConnection connection = open(URI.create(signed.replace("/one", "/two")).toURL());

    assertThat(connection.getResponseCode(), is(403));
    assertThat(error(connection), containsString("SignatureDoesNotMatch"));
  }

  @Test
  void refusesARequestToGlueWithoutASignature(Sandbox sandbox) throws Exception {
    HttpURLConnection connection = open(sandbox.endpoint().toURL());
    connection.setRequestMethod("POST");
    connection.setDoOutput(true);
    connection.setRequestProperty("X-Amz-Target", "AWSGlue.GetTable");
    connection.getOutputStream().write('{');

    assertThat(connection.getResponseCode(), is(400));
    assertThat(error(connection), containsString("MissingAuthenticationTokenException"));
    assertThat(sandbox.requests().count(Service.GLUE, "GetTable"), is(1));
  }

  private static URL signedAddress(Sandbox sandbox, SandboxSpace space, String key) {
    try (S3Presigner presigner =
        S3Presigner.builder()
            .endpointOverride(sandbox.endpoint())
            .credentialsProvider(Clients.key(sandbox.accessKey(), sandbox.secretKey()))
            .region(Region.of(sandbox.region()))
            .serviceConfiguration(S3Configuration.builder().pathStyleAccessEnabled(true).build())
            .build()) {
      return presigner
          .presignGetObject(
              p ->
                  p.signatureDuration(Duration.ofMinutes(1))
                      .getObjectRequest(g -> g.bucket(space.bucket()).key(key)))
          .url();
    }
  }

  private static String refusal(S3Client s3) {
    S3Exception refused = assertThrows(S3Exception.class, () -> s3.listBuckets());
    return refused.statusCode() + " " + refused.awsErrorDetails().errorCode();
  }

  private static HttpURLConnection open(URL address) throws IOException {
    return (HttpURLConnection) address.openConnection();
  }

  private static String error(HttpURLConnection connection) throws IOException {
    try (InputStream in = connection.getErrorStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
