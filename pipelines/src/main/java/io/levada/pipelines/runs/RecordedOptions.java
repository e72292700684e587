/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.ledger.HeldLocks;
import io.levada.pipelines.GlueOptions;
import io.levada.pipelines.Versions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;

/** What the record of any run says when it begins. */
public final class RecordedOptions {

  /** The class that has made the options: of no interest to anybody. */
  private static final String SET_BY_BEAM = "appName";

  private RecordedOptions() {}

  /**
   * A run's pipeline, locks, options and versions.
   *
   * @param options none of them is a secret, those are given as references
   */
  public static Map<String, Object> of(String pipeline, PipelineOptions options, HeldLocks held) {
    Map<String, Object> about = new LinkedHashMap<>();
    about.put("pipeline", pipeline);
    about.put("locks", held.locks().stream().map(lock -> lock.thing().uri()).toList());
    about.put("options", given(options, option -> true));
    String schedulerRun = options.as(GlueOptions.class).getGlueJobRunId();
    if (schedulerRun != null) {
      about.put("scheduler_run", schedulerRun);
    }
    about.put("levada", Versions.ofTheBuild().levada());
    about.put("beam", Versions.ofTheBuild().beam());
    about.put("java", Runtime.version().toString());
    return about;
  }

  /** Those that were given and are wanted, by their names. */
  static Map<String, String> given(PipelineOptions options, Predicate<DisplayData.Item> wanted) {
    Map<String, String> given = new TreeMap<>();
    for (DisplayData.Item item : DisplayData.from(options).items()) {
      if (!item.getKey().equals(SET_BY_BEAM) && wanted.test(item)) {
        given.put(item.getKey(), String.valueOf(item.getValue()));
      }
    }
    return given;
  }
}
