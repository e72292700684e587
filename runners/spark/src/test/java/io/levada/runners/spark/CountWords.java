/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.runners.spark;

import io.levada.pipelines.RunnerSetup;
import java.util.ServiceLoader;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.values.KV;

/** The smallest pipeline with a shuffle: prints its counts, then the class of its result. */
final class CountWords {

  private CountWords() {}

  public static void main(String[] args) {
    PipelineOptions options = PipelineOptionsFactory.fromArgs(args).create();
    ServiceLoader.load(RunnerSetup.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(setup -> setup.isFor(options))
        .forEach(setup -> setup.prepare(options, 0));
    Pipeline pipeline = Pipeline.create(options);
    pipeline
        .apply("Make words", Create.of("levada", "water", "levada", "field", "water", "levada"))
        .apply("Key words", ParDo.of(new KeyByItself()))
        .apply("Group words", GroupByKey.create())
        .apply("Print counts", ParDo.of(new PrintCount()));
    PipelineResult result = pipeline.run();
    result.waitUntilFinish();
    System.out.println(result.getClass().getName());
  }

  private static final class KeyByItself extends DoFn<String, KV<String, Integer>> {
    @ProcessElement
    public void process(@Element String word, OutputReceiver<KV<String, Integer>> output) {
      output.output(KV.of(word, 1));
    }
  }

  private static final class PrintCount extends DoFn<KV<String, Iterable<Integer>>, Void> {
    @ProcessElement
    public void process(@Element KV<String, Iterable<Integer>> group) {
      int count = 0;
      for (int one : group.getValue()) {
        count += one;
      }

      System.out.println(group.getKey() + " " + count);
    }
  }
}
