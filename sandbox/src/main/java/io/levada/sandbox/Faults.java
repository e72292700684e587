/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The plan of what goes wrong in a sandbox; empty at first. Of several faults at one call, delays
 * and runs all happen, and of the others the one that was added first. Safe for any thread.
 */
public final class Faults {

  private final List<Armed> armed = new ArrayList<>();

  Faults() {}

  /** Puts a fault to work; its calls are counted from now on. */
  public synchronized void add(Fault fault) {
    armed.add(new Armed(fault));
  }

  /** Forgets all faults. */
  public synchronized void clear() {
    armed.clear();
  }

  /** How often faults have struck since they were added, delays and runs included. */
  public synchronized int struck() {
    return armed.stream().mapToInt(each -> each.struck).sum();
  }

  /** What happens to a call: what lets it go on in order, then at most one that does not. */
  synchronized List<Effect> strike(Call call) {
    List<Effect> effects = new ArrayList<>();
    Effect end = null;
    for (Armed each : armed) {
      Effect effect = each.fault.effect();
      boolean open = effect.goesOn() || end == null;
      if (each.counts(call) && open) {
        each.struck++;
        if (effect.goesOn()) {
          effects.add(effect);
        } else {
          end = effect;
        }
      }
    }

    if (end != null) {
      effects.add(end);
    }
    return effects;
  }

  /** A fault with what it has seen. */
  private static final class Armed {

    private final Fault fault;
    private final Map<Call, Integer> repeats = new HashMap<>();
    private int seen;
    private int struck;

    Armed(Fault fault) {
      this.fault = fault;
    }

    /** Counts a call, and says whether it is hit. */
    boolean counts(Call call) {
      if (!fault.matches(call)) {
        return false;
      }

      seen++;
      boolean drawn = draw(call);
      return drawn && seen >= fault.firstCall() && struck < fault.maxTimes();
    }

    private boolean draw(Call call) {
      double probability = fault.chance().probability();
      if (probability >= 1) {
        return true;
      }

      int repeat = repeats.merge(call, 1, Integer::sum);
      long hash = fault.chance().seed();
      for (String text : List.of(call.operation(), call.bucket(), call.key())) {
        hash = mix(hash ^ text.hashCode());
      }
      hash = mix(mix(hash ^ call.partNumber()) ^ repeat);
      return (hash >>> 11) * 0x1.0p-53 < probability;
    }

    /** SplitMix64's step: every bit of the input moves every bit of the result. */
    private static long mix(long value) {
      long mixed = value + 0x9e3779b97f4a7c15L;
      mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
      mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
      return mixed ^ mixed >>> 31;
    }
  }
}
