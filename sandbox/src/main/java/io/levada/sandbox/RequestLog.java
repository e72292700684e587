/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many requests a sandbox got, by service and operation, with those that a fault hit or that
 * were refused. Safe for any thread.
 */
public final class RequestLog {

  private final Map<Service, SortedMap<String, Integer>> counts = new EnumMap<>(Service.class);

  RequestLog() {}

  /** The requests for an operation, such as {@code PutObject}. */
  public synchronized int count(Service service, String operation) {
    return of(service).getOrDefault(operation, 0);
  }

  /** All requests to a service. */
  public synchronized int count(Service service) {
    return of(service).values().stream().mapToInt(Integer::intValue).sum();
  }

  /** The requests to a service by operation, without those that it did not get. */
  public synchronized SortedMap<String, Integer> counts(Service service) {
    return new TreeMap<>(of(service));
  }

  /** Counts from zero again. */
  public synchronized void reset() {
    counts.clear();
  }

  synchronized void add(Call call) {
    of(call.service()).merge(call.operation(), 1, Integer::sum);
  }

  private SortedMap<String, Integer> of(Service service) {
    return counts.computeIfAbsent(service, any -> new TreeMap<>());
  }
}
