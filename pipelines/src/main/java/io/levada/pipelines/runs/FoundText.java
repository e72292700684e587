/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.runs;

import io.levada.io.lake.StagingArea;
import io.levada.io.storage.Location;
import io.levada.pipelines.Console;
import io.levada.pipelines.RunFailedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.PCollection;

/**
 * What a Beam job of its own finds in the whole input before a run can process it, as a text that
 * stays in the run's record.
 *
 * @param fileName where in the record
 * @param expectedBytes about how large the input's rows are
 * @param inputBytes how many bytes are read
 */
record FoundText(String fileName, long expectedBytes, long inputBytes) {

  /**
   * Finds it.
   *
   * @param finding what the job does, to one element
   * @throws RunFailedException if the job fails
   * @throws IOException if what it found can't be read
   */
  String find(
      Function<Pipeline, PCollection<String>> finding,
      StagingArea area,
      PipelineOptions options,
      Console console)
      throws IOException {
    Location file = area.runFolder().child(fileName);
    PipelineRun.prepare(options, expectedBytes);
    Pipeline pipeline = Pipeline.create(options);
    finding
        .apply(pipeline)
        .apply("Keep what was found", ParDo.of(new KeepText(area.storages(), file)));
    PipelineRun.toEnd(pipeline, inputBytes, console);

    byte[] text =
        area.storages()
            .of(file)
            .read(file)
            .orElseThrow(() -> new IOException("Cannot find " + file + ", which the job has left"));
    return new String(text, StandardCharsets.UTF_8);
  }
}
