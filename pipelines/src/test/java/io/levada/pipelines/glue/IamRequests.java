/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.glue;

import io.levada.io.storage.PlainS3;
import io.levada.sandbox.Call;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What runs ask of AWS, in the words of IAM. Faults that are cleared take it away. */
final class IamRequests {

  static final String REGION = "us-east-1";
  static final String ACCOUNT = "000000000000";

  /** An action on a resource. */
  record Need(String action, String resource, Map<String, String> context) {}

  private final PlainS3 s3;
  private final String bucket;
  private final Set<Need> needs = new LinkedHashSet<>();
  private volatile boolean looking;
  private volatile Set<String> before = Set.of();

  IamRequests(Sandbox sandbox, PlainS3 s3, String bucket) {
    this.s3 = s3;
    this.bucket = bucket;
    sandbox.faults().add(Fault.run(() -> {}).where(this::take));
    // Only the body of the request has the names: what is gone behind it tells them.
    sandbox.faults().add(Fault.run(() -> before = objects()).ofBucket(bucket).on("DeleteObjects"));
    sandbox.faults().add(Fault.runAfter(this::addDeleted).ofBucket(bucket).on("DeleteObjects"));
  }

  synchronized List<Need> needs() {
    return List.copyOf(needs);
  }

  /** What a listing of ours finds, which is no request of the runs. */
  private Set<String> objects() {
    looking = true;
    try {
      return new TreeSet<>(s3.list("s3://" + bucket).keySet());
    } finally {
      looking = false;
    }
  }

  private void addDeleted() {
    Set<String> deleted = new TreeSet<>(before);
    deleted.removeAll(objects());
    deleted.forEach(key -> add("s3:DeleteObject", object(key), Map.of()));
  }

  private boolean take(Call call) {
    if (looking && call.operation().equals("ListObjectsV2")) {
      return false;
    }
    switch (call.service()) {
      case GLUE -> takeGlue(call);
      case DYNAMODB -> takeDynamoDb(call);
      case S3 -> {
        if (!call.bucket().equals(bucket)) {
          throw new IllegalStateException("Not of the lake: " + call);
        }
        takeS3(call);
      }
    }
    return false;
  }

  private void takeDynamoDb(Call call) {
    if (call.key().isEmpty()) {
      throw new IllegalStateException("Which table is it? " + call);
    }
    add(
        "dynamodb:" + call.operation(),
        "arn:aws:dynamodb:" + REGION + ":" + ACCOUNT + ":table/" + call.key(),
        Map.of());
  }

  /** One to Systems Manager, which the sandbox does not see. */
  void addOfParameter(String operation, String name) {
    add(
        "ssm:" + operation,
        "arn:aws:ssm:" + REGION + ":" + ACCOUNT + ":parameter/" + name.replaceFirst("^/", ""),
        Map.of());
  }

  private void takeGlue(Call call) {
    String action = "glue:" + call.operation();
    add(action, glue("catalog"), Map.of());
    add(action, glue("database/" + call.key().replaceFirst("/.*", "")), Map.of());
    if (call.key().contains("/")) {
      add(action, glue("table/" + call.key()), Map.of());
    }
  }

  private static String glue(String resource) {
    return "arn:aws:glue:" + REGION + ":" + ACCOUNT + ":" + resource;
  }

  private void takeS3(Call call) {
    switch (call.operation()) {
      case "GetObject", "HeadObject" -> {
        add("s3:GetObject", object(call.key()), Map.of());
        // S3 tells that an object is missing to those only who could find out by listing.
        list(call.key());
      }
      case "PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload" ->
          add("s3:PutObject", object(call.key()), Map.of());
      case "DeleteObject" -> add("s3:DeleteObject", object(call.key()), Map.of());
      case "DeleteObjects" -> {
        // Taken when it is done.
      }
      case "AbortMultipartUpload" -> add("s3:AbortMultipartUpload", object(call.key()), Map.of());
      case "ListParts" -> add("s3:ListMultipartUploadParts", object(call.key()), Map.of());
      case "ListObjectsV2" -> list(call.prefix());
      case "ListMultipartUploads" ->
          add("s3:ListBucketMultipartUploads", "arn:aws:s3:::" + bucket, Map.of());
      default -> throw new IllegalStateException("Which action is it? " + call);
    }
  }

  private void list(String prefix) {
    add("s3:ListBucket", "arn:aws:s3:::" + bucket, Map.of("s3:prefix", prefix));
  }

  private String object(String key) {
    return "arn:aws:s3:::" + bucket + "/" + key;
  }

  private synchronized void add(String action, String resource, Map<String, String> context) {
    needs.add(new Need(action, resource, context));
  }

  /** Those that a policy denies. */
  List<Need> deniedBy(IamPolicy policy) {
    return needs().stream()
        .filter(need -> policy.allowing(need.action(), need.resource(), need.context()).isEmpty())
        .toList();
  }

  /** What a policy grants that none of them needs. */
  List<IamPolicy.Grant> unusedOf(IamPolicy policy) {
    List<IamPolicy.Grant> unused = new ArrayList<>(policy.grants());
    needs()
        .forEach(
            need ->
                unused.removeAll(policy.allowing(need.action(), need.resource(), need.context())));
    return unused;
  }
}
