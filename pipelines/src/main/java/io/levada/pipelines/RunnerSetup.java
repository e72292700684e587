/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What a distribution knows about its runners; found by {@link java.util.ServiceLoader}, so that no
 * pipeline names one.
 */
public interface RunnerSetup {

  /** Those of the runner that the options name: one, or none for a runner that needs nothing. */
  static List<RunnerSetup> of(PipelineOptions options) {
    List<RunnerSetup> setups = new ArrayList<>();
    for (RunnerSetup setup : ServiceLoader.load(RunnerSetup.class)) {
      if (setup.isFor(options)) {
        setups.add(setup);
      }
    }
    return setups;
  }

  /** Whether this is the setup of the runner that the options name. */
  boolean isFor(PipelineOptions options);

  /**
   * Sets what the runner needs to run our pipelines well, leaving alone what the user has set.
   *
   * @param expectedBytes size of the input, decompressed, as far as known; 0 if not
   * @throws UsageException if the runner cannot take an input of that size, with the way out
   */
  void prepare(PipelineOptions options, long expectedBytes);

  /**
   * Begins, in the background, what the runner takes long to start, where that costs nobody else
   * anything. Whether it fails is told by {@link #start}.
   */
  default void startAhead(PipelineOptions options) {}

  /**
   * Starts what all Beam jobs of a run share, unless it has been started, and has the job of these
   * options, which are {@linkplain #prepare prepared}, use it.
   */
  default void start(PipelineOptions options) {}

  /** Stops what was started, with all that still runs in it; does nothing if nothing was. */
  default void stop() {}
}
