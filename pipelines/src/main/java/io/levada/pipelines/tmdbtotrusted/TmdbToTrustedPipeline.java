/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbtotrusted;

import io.levada.io.storage.Location;
import io.levada.pipelines.Console;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.Intake;
import io.levada.pipelines.runs.LakeJob;
import io.levada.pipelines.runs.LakeTarget;
import io.levada.pipelines.runs.RecordSource;
import io.levada.pipelines.tmdbtotrusted.TmdbToTrustedOptions.Nested;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** Films of the raw zone to Parquet, partitioned by a date of theirs. */
public final class TmdbToTrustedPipeline implements LevadaPipeline {

  private static final String ALL_MEMBERS = "*";

  @Override
  public String name() {
    return "tmdb-to-trusted";
  }

  @Override
  public String description() {
    return "Films that tmdb-ingest has taken, from JSON in the raw zone to Parquet by date";
  }

  @Override
  public List<String> examples() {
    return List.of(
        "levada run tmdb-to-trusted --input=raw/tmdb --output=trusted/films",
        "levada run tmdb-to-trusted --input=s3://raw/tmdb --output=s3://trusted/films"
            + " --dateField=release_date --nested=flatten --bookmark=enable");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return TmdbToTrustedOptions.class;
  }

  @Override
  public RunSummary run(PipelineOptions pipelineOptions, Console console) {
    TmdbToTrustedOptions options = pipelineOptions.as(TmdbToTrustedOptions.class);
    typeWhatIsInferred(options);
    LakeTarget target = LakeTarget.of(options, options.getWriteMode());
    RecordSource films =
        new RecordSource(
            options, FilmSchema.of(options.getNested()), TmdbToTrustedPipeline::hasFilms);
    films.checkApartFrom(target);
    Intake intake = Intake.of(options, target);
    FilmShape shape = FilmShape.of(options);
    return new LakeJob(name(), options, target, films, intake, shape, console).run();
  }

  /** With a schema of their own the records' nested values are typed as --nested says. */
  private static void typeWhatIsInferred(TmdbToTrustedOptions options) {
    if (options.getNested() == Nested.TEXT && options.getTyped() != null) {
      throw new UsageException(
          "Invalid --nested: text (--typed asks for lists and structs; leave one of them out)");
    }
    if (options.getNested() != Nested.TEXT
        && options.getSchema() != null
        && options.getTyped() == null) {
      options.setTyped(List.of(ALL_MEMBERS));
    }
  }

  /** The two summaries of a collection are no records of films. */
  private static boolean hasFilms(Location file) {
    return !file.name().startsWith("produtoras_filmes") && !file.name().startsWith("idiomas");
  }
}
