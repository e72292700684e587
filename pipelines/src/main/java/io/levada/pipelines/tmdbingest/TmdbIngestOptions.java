/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import io.levada.pipelines.CommonOptions;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.DefaultValueFactory;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.checkerframework.checker.nullness.qual.Nullable;

/** Options of {@code tmdb-ingest}: {@code --output} is a folder of the raw zone. */
@Description("TMDB")
public interface TmdbIngestOptions extends CommonOptions {

  @Validation.Required
  @Description(
      "Folder of the raw zone to write to, a folder dt=YYYY-MM-DD a day. Its runs are recorded beside"
          + " it, in _levada/<name of the folder>/. Example: s3://raw/tmdb")
  String getOutput();

  void setOutput(String output);

  @Validation.Required
  @Description(
      "Where TMDB's API Read Access Token is, never the token itself: env:NAME; file:PATH, which may"
          + " be on S3; or ssm:NAME, a parameter of AWS Systems Manager. Every machine that asks TMDB"
          + " looks it up. Example: env:TMDB_API_KEY")
  String getApiKey();

  void setApiKey(String apiKey);

  @Description(
      "How many pages of the best rated films to take, or 'all', as far as TMDB lists them: 500.")
  @Default.String("all")
  String getPages();

  void setPages(String pages);

  @Description(
      "Films of any of these genres are kept, others are filtered: TMDB's English names, its ids, or"
          + " names as it gives them in --language; * keeps every film.")
  @Default.InstanceFactory(DefaultGenres.class)
  List<String> getGenres();

  void setGenres(List<String> genres);

  @Description("Language of titles and texts. Example: pt-BR")
  @Default.String("en-US")
  String getLanguage();

  void setLanguage(String language);

  @Description(
      "Address of the API, with its version. By default the one of TMDB_BASE_URL, or TMDB's own,"
          + " https://api.themoviedb.org/3.")
  @Nullable String getBaseUrl();

  void setBaseUrl(@Nullable String baseUrl);

  @Description(
      "How many requests may begin in a second, retries included, over the whole job. TMDB bears"
          + " about 40.")
  @Default.Double(40)
  double getMaxRequestsPerSecond();

  void setMaxRequestsPerSecond(double maxRequestsPerSecond);

  @Description("How many requests may be under way, over the whole job: 1 to 64.")
  @Default.Integer(8)
  int getConcurrency();

  void setConcurrency(int concurrency);

  @Description(
      "The date that the films are kept under. By default the UTC day on which the collection began:"
          + " one that was begun less than 6 hours ago and cut off is gone on with behind midnight, and"
          + " keeps its date. Example: 2026-03-01")
  @Nullable String getCollectionDate();

  void setCollectionDate(@Nullable String collectionDate);

  @Description(
      "What becomes of the run when there are films of the collection date already: skip, which does"
          + " nothing, or replace them.")
  @Default.Enum("SKIP")
  Collected getCollected();

  void setCollected(Collected collected);

  @Description(
      "How many films may be rejected; with more the run ends with exit code 3 and publishes nothing"
          + " but the rejects. Unlimited by default, and shown in the summary.")
  @Nullable Long getMaxRejects();

  void setMaxRejects(@Nullable Long maxRejects);

  @Description("As --maxRejects, but as a share of the films listed, from 0 to 1. Example: 0.001")
  @Nullable Double getMaxRejectRatio();

  void setMaxRejectRatio(@Nullable Double maxRejectRatio);

  @Description(
      "Folder for the records of the runs, if they are to be somewhere else. The first run decides;"
          + " another folder is refused afterwards. Example: s3://audit/ledgers/tmdb")
  @Nullable String getLedger();

  void setLedger(@Nullable String ledger);

  @Description(
      "How long a run that locks the output may be silent before another run takes it for dead, at"
          + " least 3s. On one machine a process that is gone is not waited for. Example: 5m")
  @Default.String("60s")
  String getLockLease();

  void setLockLease(String lockLease);

  /** What becomes of a run whose films are there. */
  enum Collected {
    SKIP,
    REPLACE
  }

  /** The original's genres. */
  final class DefaultGenres implements DefaultValueFactory<List<String>> {
    @Override
    public List<String> create(PipelineOptions options) {
      return List.of("Romance", "Drama");
    }
  }
}
