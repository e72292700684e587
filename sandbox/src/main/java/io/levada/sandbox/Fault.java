/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Something that goes wrong, and the calls that it happens to: all of them, until it is narrowed.
 * Immutable; {@link Faults#add} puts it to work.
 *
 * <pre>{@code
 * sandbox.faults().add(Fault.slowDown().on("PutObject").ofKeyPrefix("lake/").atCall(3));
 * sandbox.faults().add(Fault.resetAfter().withProbability(0.1, 42));
 * }</pre>
 */
public final class Fault {

  private final Effect effect;
  private final Predicate<Call> calls;
  private final Chance chance;
  private final int firstCall;
  private final int maxTimes;

  /** Which share of calls is hit. */
  record Chance(double probability, long seed) {}

  private Fault(Effect effect, Predicate<Call> calls, Chance chance, int firstCall, int maxTimes) {
    this.effect = effect;
    this.calls = calls;
    this.chance = chance;
    this.firstCall = firstCall;
    this.maxTimes = maxTimes;
  }

  private static Fault of(Effect effect) {
    return new Fault(effect, call -> true, new Chance(1, 0), 1, Integer.MAX_VALUE);
  }

  /** 403 AccessDenied; of DynamoDB and Glue 400 AccessDeniedException. */
  public static Fault accessDenied() {
    return error(403, "AccessDenied", "Access Denied");
  }

  /** 503 SlowDown, which clients repeat. */
  public static Fault slowDown() {
    return error(503, "SlowDown", "Please reduce your request rate.");
  }

  /** 500 InternalError, which clients repeat. */
  public static Fault internalError() {
    return error(500, "InternalError", "We encountered an internal error. Please try again.");
  }

  /**
   * 400 AuthorizationHeaderMalformed, as S3 answers to a request that is signed for another region.
   *
   * @param region where the bucket is said to be
   */
  public static Fault wrongRegion(String region) {
    return of(
        new Effect.Fail(SignatureCheck.wrongRegion(Credentials.REGION, region), false, false));
  }

  /**
   * 301 PermanentRedirect, as S3 answers to a request at the endpoint of another region.
   *
   * @param region where the bucket is said to be
   */
  public static Fault permanentRedirect(String region) {
    AwsError error =
        AwsError.of(
                301,
                "PermanentRedirect",
                "The bucket you are attempting to access must be addressed using the specified"
                    + " endpoint.")
            .with("Region", region)
            .with("Endpoint", "s3." + region + ".amazonaws.com");
    return of(new Effect.Fail(error, false, false));
  }

  /** 400 ProvisionedThroughputExceededException of DynamoDB, which clients repeat. */
  public static Fault throughputExceeded() {
    return error(
        400,
        "ProvisionedThroughputExceededException",
        "The level of configured provisioned throughput for the table was exceeded.");
  }

  /**
   * Any other error.
   *
   * @param code as AWS names it, such as {@code NoSuchUpload}
   */
  public static Fault error(int status, String code, String message) {
    return of(new Effect.Fail(AwsError.of(status, code, message), false, false));
  }

  /** 200, and InternalError in its body: how S3 tells a failure after it has begun to answer. */
  public static Fault errorInsideOk() {
    AwsError error =
        AwsError.of(200, "InternalError", "We encountered an internal error. Please try again.");
    return of(new Effect.Fail(error, true, false));
  }

  /** A reset connection; the request was not applied. */
  public static Fault resetBefore() {
    return of(new Effect.Reset(false));
  }

  /** A reset connection; the request was applied and its answer is lost. */
  public static Fault resetAfter() {
    return of(new Effect.Reset(true));
  }

  /** Half of the answer's body, then the end of the connection. */
  public static Fault cutBody() {
    return of(new Effect.Cut(-1));
  }

  /** So many bytes of the answer's body, then the end of the connection. */
  public static Fault cutBodyAfter(long bytes) {
    if (bytes < 0) {
      throw new IllegalArgumentException("Bytes of a body: " + bytes + " (0 or more)");
    }

    return of(new Effect.Cut(bytes));
  }

  /** A BatchWriteItem of which the first item alone is written and the others are unprocessed. */
  public static Fault unprocessedItems() {
    return of(new Effect.Unprocessed()).on("BatchWriteItem");
  }

  /** A BatchGetPartition that answers for the first key alone; the others are unprocessed. */
  public static Fault unprocessedKeys() {
    return of(new Effect.FailedEntries("")).on("BatchGetPartition");
  }

  /**
   * A batch that adds, updates or deletes the first partition alone, and tells an error of each of
   * the others.
   *
   * @param code as Glue names it, such as {@code InternalServiceException}
   */
  public static Fault failedPartitions(String code) {
    return of(new Effect.FailedEntries(code))
        .on("BatchCreatePartition", "BatchUpdatePartition", "BatchDeletePartition");
  }

  /** A wait before the request is applied. */
  public static Fault delay(Duration time) {
    return of(new Effect.Delay(time));
  }

  /** Runs something before the request is applied, such as killing the client; then goes on. */
  public static Fault run(Runnable task) {
    return run(port -> task.run());
  }

  /**
   * As {@link #run(Runnable)}, and tells who calls, of several clients on this machine.
   *
   * @param task takes the port that the client calls from
   */
  public static Fault run(IntConsumer task) {
    return of(new Effect.Run(task, false));
  }

  /** Runs something when the request is applied and not answered yet; then goes on. */
  public static Fault runAfter(Runnable task) {
    return runAfter(port -> task.run());
  }

  /** As {@link #runAfter(Runnable)}, with the port that the client calls from. */
  public static Fault runAfter(IntConsumer task) {
    return of(new Effect.Run(task, true));
  }

  /**
   * An error that is told though the request was applied.
   *
   * @throws IllegalStateException if this is not an error
   */
  public Fault afterApplying() {
    if (!(effect instanceof Effect.Fail fail)) {
      throw new IllegalStateException("Only an error can be told after applying, not " + effect);
    }

    Effect after = new Effect.Fail(fail.error(), fail.insideOk(), true);
    return new Fault(after, calls, chance, firstCall, maxTimes);
  }

  /** Only these operations, as AWS names them: {@code PutObject}, {@code BatchWriteItem}. */
  public Fault on(String... operations) {
    Set<String> names = Set.copyOf(Arrays.asList(operations));
    return where(call -> names.contains(call.operation()));
  }

  /** Only this service. */
  public Fault ofService(Service service) {
    return where(call -> call.service() == service);
  }

  /** Only objects of this bucket of S3. */
  public Fault ofBucket(String bucket) {
    return where(call -> call.bucket().equals(bucket));
  }

  /** Only objects whose key begins so; of Glue, {@code database/table}; of DynamoDB, the table. */
  public Fault ofKeyPrefix(String prefix) {
    return where(call -> call.key().startsWith(prefix));
  }

  /** Only objects whose whole key is matched by a regular expression. */
  public Fault ofKeyMatching(String regex) {
    Pattern pattern = Pattern.compile(regex, Pattern.DOTALL);
    return where(call -> pattern.matcher(call.key()).matches());
  }

  /** Only calls for which this is true. */
  public Fault where(Predicate<Call> condition) {
    return new Fault(effect, calls.and(condition), chance, firstCall, maxTimes);
  }

  /** Only the n-th of the calls that match, counted from 1 and from when the fault is added. */
  public Fault atCall(int n) {
    return fromCall(n).times(1);
  }

  /** Only the n-th of the calls that match, counted from 1, and those after it. */
  public Fault fromCall(int n) {
    if (n < 1) {
      throw new IllegalArgumentException("Calls are counted from 1, not " + n);
    }

    return new Fault(effect, calls, chance, n, maxTimes);
  }

  /** At most so often. */
  public Fault times(int max) {
    return new Fault(effect, calls, chance, firstCall, max);
  }

  /**
   * Only that share of the calls. The seed, operation, bucket, key and part of a call, and how
   * often the same was called before, decide on it: in whatever order threads call, the same calls
   * are hit.
   */
  public Fault withProbability(double probability, long seed) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("A probability is from 0 to 1, not " + probability);
    }

    return new Fault(effect, calls, new Chance(probability, seed), firstCall, maxTimes);
  }

  Effect effect() {
    return effect;
  }

  boolean matches(Call call) {
    return calls.test(call);
  }

  Chance chance() {
    return chance;
  }

  int firstCall() {
    return firstCall;
  }

  int maxTimes() {
    return maxTimes;
  }
}
