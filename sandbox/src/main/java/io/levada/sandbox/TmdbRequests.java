/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What a {@link TmdbServer} was asked for. Safe for any thread. */
public final class TmdbRequests {

  private final List<TmdbRequest> all = new ArrayList<>();
  private final Map<String, Integer> times = new HashMap<>();
  private int underWay;
  private int mostAtOnce;

  TmdbRequests() {}

  /** All requests, in the order in which they came. */
  public synchronized List<TmdbRequest> all() {
    return List.copyOf(all);
  }

  /** How many there were of a kind. */
  public synchronized long count(Predicate<TmdbRequest> kind) {
    return all.stream().filter(kind).count();
  }

  /** How many were for pages of the list. */
  public long pages() {
    return count(request -> request.page() > 0);
  }

  /** How many were for films. */
  public long films() {
    return count(request -> request.film() > 0);
  }

  /** How many were being answered at the same time, at most. */
  public synchronized int mostAtOnce() {
    return mostAtOnce;
  }

  /** Forgets all. */
  public synchronized void reset() {
    all.clear();
    times.clear();
    mostAtOnce = underWay;
  }

  synchronized TmdbRequest begin(String path, int page, long film) {
    int nth = times.merge(path, 1, Integer::sum);
    TmdbRequest request = new TmdbRequest(path, page, film, nth, System.nanoTime());
    all.add(request);
    underWay++;
    mostAtOnce = Math.max(mostAtOnce, underWay);
    return request;
  }

  /** Before the client can know: it may ask again at once. */
  synchronized void end() {
    underWay--;
  }
}
