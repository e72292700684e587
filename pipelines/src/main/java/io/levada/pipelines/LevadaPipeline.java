/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** A job that {@code levada run <name>} runs. */
public interface LevadaPipeline {

  /** The name on the command line, such as {@code distribute-events}. */
  String name();

  /** What it does, in one line. */
  String description();

  /** The interface whose getters are the pipeline's options. */
  Class<? extends PipelineOptions> optionsType();

  /** Commands as one would type them, from {@code levada} on, shown by {@code levada help}. */
  default List<String> examples() {
    return List.of();
  }

  /**
   * Runs the pipeline to its end.
   *
   * @param options an instance of {@link #optionsType}, validated
   * @param console where progress goes
   * @return what the run did, when it ended well: also when there was nothing to do
   * @throws UsageException if the options contradict each other; nothing was done
   * @throws RunFailedException if the run failed; its exit code says what is left of it
   */
  RunSummary run(PipelineOptions options, Console console);
}
