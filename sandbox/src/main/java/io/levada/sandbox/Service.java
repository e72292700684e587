/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import org.checkerframework.checker.nullness.qual.Nullable;

/** A service that the sandbox stands in for. */
public enum Service {
  S3("s3", "application/xml"),
  DYNAMODB("dynamodb", "application/x-amz-json-1.0"),
  GLUE("glue", "application/x-amz-json-1.1");

  private final String signingName;
  private final String contentType;

  Service(String signingName, String contentType) {
    this.signingName = signingName;
    this.contentType = contentType;
  }

  /** The service of a name as signatures have it, or null. */
  static @Nullable Service ofSigningName(String name) {
    for (Service service : values()) {
      if (service.signingName.equals(name)) {
        return service;
      }
    }

    return null;
  }

  /** The service of a header {@code X-Amz-Target}, or null. */
  static @Nullable Service ofTarget(String target) {
    if (target.startsWith("DynamoDB")) {
      return DYNAMODB;
    }

    return target.startsWith("AWSGlue.") ? GLUE : null;
  }

  String contentType() {
    return contentType;
  }
}
