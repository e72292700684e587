/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.io.storage;

import java.util.Map;
import java.util.TreeMap;

/**
 * How many requests went to a storage over the network, as this process has counted them.
 *
 * @param byOperation all that were sent, retries included, by the service's name for what they ask
 *     for, as {@code PutObject}
 * @param retries those of them that repeat one that failed
 */
public record StorageRequests(Map<String, Long> byOperation, long retries) {

  public StorageRequests {
    byOperation = Map.copyOf(byOperation);
  }

  public long total() {
    return byOperation.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What was sent between the two counts; operations without a request are left out. */
  public StorageRequests since(StorageRequests before) {
    Map<String, Long> sent = new TreeMap<>();
    byOperation.forEach(
        (operation, count) -> {
          long more = count - before.byOperation.getOrDefault(operation, 0L);
          if (more != 0) {
            sent.put(operation, more);
          }
        });
    return new StorageRequests(sent, retries - before.retries);
  }
}
