/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import io.levada.sandbox.Call;
import io.levada.sandbox.Fault;
import io.levada.sandbox.Sandbox;
import java.util.Set;
import java.util.function.Predicate;

/** The n-th request for a bucket, and what happens there. */
final class NthRequest {

  private static final Set<String> READS =
      Set.of("GetObject", "HeadObject", "ListMultipartUploads", "ListObjectsV2", "ListParts");

  private final Sandbox sandbox;
  private final String bucket;
  private final int n;
  private int seen;
  private String name = "none";

  private NthRequest(Sandbox sandbox, String bucket, int n) {
    this.sandbox = sandbox;
    this.bucket = bucket;
    this.n = n;
  }

  /** Is struck by a fault. */
  static NthRequest struckBy(Fault fault, Sandbox sandbox, String bucket, int n) {
    NthRequest request = new NthRequest(sandbox, bucket, n);
    request.arm(fault, request::isNext);
    return request;
  }

  /**
   * Is the last of its process. If it changes something, it is applied, and the process never hears
   * of it; what else is under way comes to nothing.
   */
  static NthRequest killing(Runnable kill, Sandbox sandbox, String bucket, int n) {
    NthRequest request = new NthRequest(sandbox, bucket, n);
    request.arm(Fault.run(kill), call -> request.isNext(call) && isRead(call));
    request.arm(Fault.runAfter(kill), call -> request.isNow() && !isRead(call));
    // One that S3 has refused changed nothing, and nothing runs after it.
    request.arm(Fault.run(kill), call -> request.isPast());
    request.arm(Fault.resetBefore(), call -> request.isPast());
    return request;
  }

  /** Is the last of its process, and is not applied. */
  static NthRequest killingBefore(Runnable kill, Sandbox sandbox, String bucket, int n) {
    NthRequest request = new NthRequest(sandbox, bucket, n);
    request.arm(Fault.run(kill), request::isNext);
    request.arm(Fault.resetBefore(), call -> request.isNow() || request.isPast());
    return request;
  }

  private void arm(Fault fault, Predicate<Call> when) {
    sandbox.faults().add(fault.ofBucket(bucket).where(when));
  }

  /**
   * Ends it: nothing goes wrong any more.
   *
   * @return whether there were so many requests
   */
  synchronized boolean end() {
    sandbox.faults().clear();
    return seen >= n;
  }

  /** To be asked first, and once for each request. */
  private synchronized boolean isNext(Call call) {
    seen++;
    if (seen == n) {
      name = call.operation() + " " + call.key();
    }
    return seen == n;
  }

  private synchronized boolean isNow() {
    return seen == n;
  }

  private synchronized boolean isPast() {
    return seen > n;
  }

  private static boolean isRead(Call call) {
    return READS.contains(call.operation());
  }

  /** The request, once it has come. */
  @Override
  public synchronized String toString() {
    return "request " + n + ", " + name;
  }
}
