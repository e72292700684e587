/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.direct;

import io.levada.pipelines.RunnerSetup;
import io.levada.pipelines.UsageException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.beam.runners.direct.DirectOptions;
import org.apache.beam.runners.direct.DirectRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.display.DisplayData;

/**
 * Makes the Direct runner fast enough for work, where by default it checks pipelines under test,
 * and refuses an input whose shuffle it could not hold: it keeps all of it in memory.
 */
public final class DirectRunnerSetup implements RunnerSetup {

  /** Heap that a shuffled byte of input takes at its peak: chunks, their copies, open files. */
  private static final int HEAP_PER_INPUT_BYTE = 3;

  private final long maxHeapBytes;
  private final int processors;

  /** For {@link java.util.ServiceLoader}. */
  public DirectRunnerSetup() {
    this(Runtime.getRuntime().maxMemory(), Runtime.getRuntime().availableProcessors());
  }

  DirectRunnerSetup(long maxHeapBytes, int processors) {
    this.maxHeapBytes = maxHeapBytes;
    this.processors = processors;
  }

  @Override
  public boolean isFor(PipelineOptions options) {
    return options.getRunner().equals(DirectRunner.class);
  }

  @Override
  public void prepare(PipelineOptions options, long expectedBytes) {
    checkFitsHeap(expectedBytes);
    DirectOptions direct = options.as(DirectOptions.class);
    Set<String> chosen = chosenByUser(direct);
    if (!chosen.contains("enforceImmutability")) {
      direct.setEnforceImmutability(false);
    }

    if (!chosen.contains("enforceEncodability")) {
      direct.setEnforceEncodability(false);
    }

    if (!chosen.contains("targetParallelism")) {
      direct.setTargetParallelism(processors);
    }

    if (!chosen.contains("blockOnRun")) {
      direct.setBlockOnRun(false);
    }
  }

  private void checkFitsHeap(long expectedBytes) {
    if (expectedBytes <= maxHeapBytes / HEAP_PER_INPUT_BYTE) {
      return;
    }

    long neededBytes = expectedBytes * HEAP_PER_INPUT_BYTE;
    throw new UsageException(
        String.format(
            Locale.ROOT,
            "Cannot run %s of input on the Direct runner: it needs about %s of heap and has %s;"
                + " use --runner=SparkRunner or LEVADA_JAVA_OPTS=-Xmx%dg",
            gibibytes(expectedBytes),
            gibibytes(neededBytes),
            gibibytes(maxHeapBytes),
            (neededBytes >> 30) + 2));
  }

  /** Options that have a value of their own; those that only show their default are not listed. */
  private static Set<String> chosenByUser(PipelineOptions options) {
    return DisplayData.from(options).items().stream()
        .map(DisplayData.Item::getKey)
        .collect(Collectors.toSet());
  }

  private static String gibibytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / 0x1p30);
  }
}
