/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import org.apache.beam.sdk.options.PipelineOptions;

/**
 * What a distribution knows about its runners; found by {@link java.util.ServiceLoader}, so that no
 * pipeline names one.
 */
public interface RunnerSetup {

  /** Whether this is the setup of the runner that the options name. */
  boolean isFor(PipelineOptions options);

  /**
   * Sets what the runner needs to run our pipelines well, leaving alone what the user has set.
   *
   * @param expectedBytes size of the input, decompressed, as far as known; 0 if not
   * @throws UsageException if the runner cannot take an input of that size, with the way out
   */
  void prepare(PipelineOptions options, long expectedBytes);
}
