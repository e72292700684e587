/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error as AWS tells it: in XML for S3, in JSON for the others.
 *
 * @param details further elements of the XML
 */
record AwsError(int status, String code, String message, Map<String, String> details) {

  private static final String REQUEST_ID = "5A4D0B0C5A4D0B0C";

  AwsError {
    details = Map.copyOf(details);
  }

  static AwsError of(int status, String code, String message) {
    return new AwsError(status, code, message, Map.of());
  }

  AwsError with(String element, String text) {
    Map<String, String> more = new LinkedHashMap<>(details);
    more.put(element, text);
    return new AwsError(status, code, message, more);
  }

  /** The answer to a call, by its service's protocol. */
  Answer toAnswer(Call call) {
    return call.service() == Service.S3 ? toXml(status) : toJson(call.service());
  }

  /**
   * The error in the body of an answer that says 200, which S3 sends when it has begun to answer.
   */
  Answer insideOk() {
    return toXml(200);
  }

  private Answer toXml(int answerStatus) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
    element(xml, "Code", code);
    element(xml, "Message", message);
    details.forEach((name, text) -> element(xml, name, text));
    element(xml, "RequestId", REQUEST_ID);
    xml.append("</Error>");
    Answer answer =
        Answer.of(answerStatus, "application/xml", xml.toString())
            .with("x-amz-request-id", REQUEST_ID);
    String region = details.get("Region");
    return region == null ? answer : answer.with("x-amz-bucket-region", region);
  }

  private Answer toJson(Service service) {
    String type = service == Service.DYNAMODB ? dynamoDbType() : code;
    String json = "{\"__type\":\"" + escape(type) + "\",\"message\":\"" + escape(message) + "\"}";
    return Answer.of(status, service.contentType(), json)
        .with("x-amzn-RequestId", REQUEST_ID)
        .with("x-amzn-ErrorType", code);
  }

  /** Errors of the service itself have another name space than those of all services. */
  private String dynamoDbType() {
    return switch (code) {
      case "UnrecognizedClientException",
          "InvalidSignatureException",
          "MissingAuthenticationTokenException",
          "AccessDeniedException",
          "ThrottlingException" ->
          "com.amazon.coral.service#" + code;
      default -> "com.amazonaws.dynamodb.v20120810#" + code;
    };
  }

  private static void element(StringBuilder xml, String name, String text) {
    xml.append('<').append(name).append('>');
    xml.append(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    xml.append("</").append(name).append('>');
  }

  private static String escape(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
