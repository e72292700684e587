/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.List;
import java.util.Map;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Tells which operation a request asks for, which in S3 only method, path and query say. */
final class CallReader {

  /** Parameters that make a request another operation, and how its name ends. */
  private static final Map<String, String> SUBRESOURCES =
      Map.ofEntries(
          Map.entry("accelerate", "AccelerateConfiguration"),
          Map.entry("acl", "Acl"),
          Map.entry("attributes", "Attributes"),
          Map.entry("cors", "Cors"),
          Map.entry("encryption", "Encryption"),
          Map.entry("lifecycle", "LifecycleConfiguration"),
          Map.entry("location", "Location"),
          Map.entry("logging", "Logging"),
          Map.entry("notification", "NotificationConfiguration"),
          Map.entry("object-lock", "LockConfiguration"),
          Map.entry("policy", "Policy"),
          Map.entry("tagging", "Tagging"),
          Map.entry("versioning", "Versioning"),
          Map.entry("website", "Website"));

  private CallReader() {}

  static Call read(RequestHead head, @Nullable Service signedFor) {
    String target = head.headers().get("X-Amz-Target");
    Service service = signedFor == null ? Service.ofTarget(target) : signedFor;
    if (service == null || service == Service.S3) {
      return s3(head);
    }

    return new Call(service, target.substring(target.indexOf('.') + 1), "", "", "", 0);
  }

  private static Call s3(RequestHead head) {
    String path = head.path();
    String rest = path.startsWith("/") ? path.substring(1) : path;
    int slash = rest.indexOf('/');
    String bucket = UriText.decode(slash < 0 ? rest : rest.substring(0, slash));
    String key = slash < 0 ? "" : UriText.decode(rest.substring(slash + 1));
    String operation = operation(head, bucket, key);
    String prefix = operation.startsWith("List") ? head.parameter("prefix") : null;
    return new Call(
        Service.S3, operation, bucket, key, prefix == null ? "" : prefix, partNumber(head));
  }

  private static String operation(RequestHead head, String bucket, String key) {
    if (bucket.isEmpty()) {
      return "ListBuckets";
    }

    return key.isEmpty() ? bucketOperation(head) : objectOperation(head);
  }

  private static String bucketOperation(RequestHead head) {
    String subresource = subresource(head);
    if (subresource != null) {
      return verb(head) + "Bucket" + subresource;
    }

    return switch (head.method()) {
      case "PUT" -> "CreateBucket";
      case "DELETE" -> "DeleteBucket";
      case "HEAD" -> "HeadBucket";
      case "POST" -> head.hasParameter("delete") ? "DeleteObjects" : "PostObject";
      default -> listing(head);
    };
  }

  private static String listing(RequestHead head) {
    if (head.hasParameter("uploads")) {
      return "ListMultipartUploads";
    }
    if (head.hasParameter("versions")) {
      return "ListObjectVersions";
    }

    return "2".equals(head.parameter("list-type")) ? "ListObjectsV2" : "ListObjects";
  }

  private static String objectOperation(RequestHead head) {
    String subresource = subresource(head);
    if (subresource != null) {
      return verb(head) + "Object" + subresource;
    }

    boolean upload = head.hasParameter("uploadId");
    boolean copy = head.headers().has("x-amz-copy-source");
    return switch (head.method()) {
      case "PUT" -> put(upload, copy);
      case "POST" -> upload ? "CompleteMultipartUpload" : post(head);
      case "DELETE" -> upload ? "AbortMultipartUpload" : "DeleteObject";
      case "HEAD" -> "HeadObject";
      default -> upload ? "ListParts" : "GetObject";
    };
  }

  private static String put(boolean upload, boolean copy) {
    if (upload) {
      return copy ? "UploadPartCopy" : "UploadPart";
    }

    return copy ? "CopyObject" : "PutObject";
  }

  private static String post(RequestHead head) {
    return head.hasParameter("uploads") ? "CreateMultipartUpload" : "PostObject";
  }

  private static @Nullable String subresource(RequestHead head) {
    List<RequestHead.Parameter> query = head.query();
    return query.stream()
        .filter(parameter -> parameter.value().isEmpty())
        .map(parameter -> SUBRESOURCES.get(parameter.name()))
        .filter(name -> name != null)
        .findFirst()
        .orElse(null);
  }

  private static String verb(RequestHead head) {
    return switch (head.method()) {
      case "PUT" -> "Put";
      case "DELETE" -> "Delete";
      default -> "Get";
    };
  }

  private static int partNumber(RequestHead head) {
    String text = head.parameter("partNumber");
    try {
      return text == null ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
