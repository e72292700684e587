/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import io.levada.io.lake.StagingArea;
import io.levada.pipelines.runs.KeepText;
import org.apache.beam.sdk.Pipeline;
import org.apache.beam.sdk.coders.BigEndianIntegerCoder;
import org.apache.beam.sdk.coders.BigEndianLongCoder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;

/**
 * The Beam pipeline of a run. Films are gathered behind each shuffle, so that one worker at a time
 * asks TMDB: the pages first, then the films, each once. A key for each film would cost the Direct
 * runner minutes for all that TMDB lists.
 */
final class IngestFilms {

  private IngestFilms() {}

  static void build(
      Pipeline pipeline,
      FilmCollection collection,
      IngestChoice choice,
      FileNames names,
      StagingArea area) {
    PCollection<FilmOutcome> films =
        pipeline
            .apply("Take list", Create.of(choice.pages()).withCoder(BigEndianIntegerCoder.of()))
            .apply("Fetch pages", ParDo.of(new FetchPages(collection)))
            .setCoder(KvCoder.of(BigEndianLongCoder.of(), BigEndianLongCoder.of()))
            .apply(
                "Gather films",
                WithKeys.<Integer, KV<Long, Long>>of(0).withKeyType(TypeDescriptors.integers()))
            .apply("Hand films to one worker", GroupByKey.create())
            .apply("Fetch films", ParDo.of(new FetchFilms(collection, choice.genres())))
            .setCoder(SerializableCoder.of(FilmOutcome.class));
    films
        .apply(
            "Gather outcomes",
            WithKeys.<Integer, FilmOutcome>of(0).withKeyType(TypeDescriptors.integers()))
        .apply("Hand outcomes to one worker", GroupByKey.create())
        .apply("Stage files", ParDo.of(new StageFilms(collection, names, area)))
        .setCoder(StringUtf8Coder.of())
        .apply(
            "Keep manifest",
            ParDo.of(new KeepText(area.storages(), area.runFolder().child(StagedFilms.FILE))));
  }
}
