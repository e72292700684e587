/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import io.levada.io.storage.AwsSettings;
import io.levada.io.storage.Storages;
import io.levada.io.tmdb.ApiKeyReference;
import io.levada.io.tmdb.TmdbClient;
import io.levada.io.tmdb.TmdbException;
import io.levada.io.tmdb.TmdbSettings;
import io.levada.pipelines.AwsAccess;
import io.levada.pipelines.Console;
import io.levada.pipelines.ExitCode;
import io.levada.pipelines.LevadaPipeline;
import io.levada.pipelines.RunFailedException;
import io.levada.pipelines.RunSummary;
import io.levada.pipelines.UsageException;
import io.levada.pipelines.runs.RunLife;
import io.levada.pipelines.runs.RunPlace;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.apache.beam.sdk.options.PipelineOptions;

/** The best rated films of TMDB to JSON files in the raw zone. */
public final class TmdbIngestPipeline implements LevadaPipeline {

  /** As AWS_ENDPOINT_URL: how a sandbox takes the place of the service. */
  private static final String BASE_URL = "TMDB_BASE_URL";

  private static final String TMDB = "https://api.themoviedb.org/3";

  @Override
  public String name() {
    return "tmdb-ingest";
  }

  @Override
  public String description() {
    return "The best rated films of TMDB's API to JSON files in the raw zone";
  }

  @Override
  public List<String> examples() {
    return List.of("levada run tmdb-ingest --output=raw/tmdb --apiKey=env:TMDB_API_KEY");
  }

  @Override
  public Class<? extends PipelineOptions> optionsType() {
    return TmdbIngestOptions.class;
  }

  @Override
  public RunSummary run(PipelineOptions pipelineOptions, Console console) {
    TmdbIngestOptions options = pipelineOptions.as(TmdbIngestOptions.class);
    RunPlace place = RunPlace.of(options.getOutput(), options.getLedger(), options.getLockLease());
    TmdbSettings settings = settings(options);
    IngestChoice choice = IngestChoice.of(options);
    AwsSettings aws = AwsAccess.of(options);
    checkKey(settings, aws);
    IngestWork work = new IngestWork(options, place, settings, choice, aws, console);
    return new RunLife<>(place, aws, console, work).run();
  }

  private static TmdbSettings settings(TmdbIngestOptions options) {
    ApiKeyReference key;
    try {
      key = ApiKeyReference.parse(options.getApiKey());
    } catch (IllegalArgumentException e) {
      throw new UsageException("Invalid --apiKey: " + e.getMessage());
    }
    try {
      return TmdbSettings.of(
          baseUrl(options),
          key,
          options.getLanguage(),
          options.getMaxRequestsPerSecond(),
          options.getConcurrency());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static URI baseUrl(TmdbIngestOptions options) {
    String variable = System.getenv(BASE_URL);
    boolean isSet = variable != null && !variable.isEmpty();
    String given = options.getBaseUrl();
    try {
      return URI.create(given != null ? given : isSet ? variable : TMDB);
    } catch (IllegalArgumentException e) {
      String name = given != null ? "--baseUrl" : BASE_URL;
      throw new UsageException("Invalid " + name + ": it is no address");
    }
  }

  /** Before anything is done: what this machine has not, its workers may lack too. */
  private static void checkKey(TmdbSettings settings, AwsSettings aws) {
    try {
      new TmdbClient(settings, Storages.withoutStaging().withAws(aws));
    } catch (TmdbException e) {
      throw new UsageException("Invalid --apiKey: " + e.getMessage());
    } catch (IOException e) {
      throw new RunFailedException(ExitCode.FAILED, e.getMessage(), e);
    }
  }
}
