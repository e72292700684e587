/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the columns of films add up to, exactly.
 *
 * @param sums by what is added up
 */
public record FilmSums(long rows, long bytes, Map<String, String> sums) {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String QUERY =
      """
      SELECT count(*)::VARCHAR AS rows, sum(id)::VARCHAR AS ids, count(DISTINCT id)::VARCHAR AS distinct_ids,
        sum(length(title))::VARCHAR AS title_lengths,
        count(*) FILTER (title LIKE 'The "%%", again')::VARCHAR AS quoted_titles,
        sum(released - DATE '1970-01-01')::VARCHAR AS days, count(released)::VARCHAR AS dates,
        sum(round(rating * 10)::HUGEINT)::VARCHAR AS rating_tenths, count(rating)::VARCHAR AS ratings,
        sum(votes)::VARCHAR AS votes, sum(round(revenue * 100)::HUGEINT)::VARCHAR AS revenue_cents,
        count(*) FILTER (in_theaters)::VARCHAR AS in_theaters,
        sum(epoch_ms(collected))::VARCHAR AS collected_millis
      FROM read_parquet('%s/*.parquet')
      """;

  static FilmSums read(Path file) throws IOException {
    return JSON.readValue(file.toFile(), FilmSums.class);
  }

  void write(Path file) throws IOException {
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
  }

  /**
   * Holds a table that DuckDB reads against the sums.
   *
   * @throws WrongResultException if one is another
   */
  public void check(Path table) {
    Map<String, String> found = new TreeMap<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute("SET TimeZone = 'UTC'");
      String query = QUERY.formatted(table.toString().replace("'", "''"));
      try (ResultSet row = statement.executeQuery(query)) {
        row.next();
        for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
          found.put(row.getMetaData().getColumnLabel(i), row.getString(i));
        }
      }
    } catch (SQLException e) {
      throw new WrongResultException("Cannot read the output " + table + ": " + e.getMessage(), e);
    }
    if (!found.equals(new TreeMap<>(sums))) {
      throw new WrongResultException(
          "Wrong output %s: it adds up to %s, expected %s".formatted(table, found, sums));
    }
  }

  /** Adds films up. */
  static final class Counter {
    private long bytes;
    private long rows;
    private long quoted;
    private long dates;
    private long ratings;
    private long inTheaters;
    private final long[] sums = new long[6];
    private BigInteger collectedMillis = BigInteger.ZERO;

    void addBytes(long more) {
      bytes += more;
    }

    /**
     * @param day since 1970, or {@link Long#MIN_VALUE} for none
     * @param tenths of the rating, or below zero for none
     */
    void add(
        long id,
        String title,
        long day,
        int tenths,
        int votes,
        long cents,
        boolean isInTheaters,
        long collected) {
      rows++;
      sums[0] += id;
      sums[1] += title.length();
      quoted += title.startsWith("The \"") ? 1 : 0;
      if (day != Long.MIN_VALUE) {
        dates++;
        sums[2] += day;
      }
      if (tenths >= 0) {
        ratings++;
        sums[3] += tenths;
      }
      sums[4] += votes;
      sums[5] += cents;
      inTheaters += isInTheaters ? 1 : 0;
      collectedMillis = collectedMillis.add(BigInteger.valueOf(collected));
    }

    FilmSums sums() {
      Map<String, String> all = new TreeMap<>();
      all.put("rows", Long.toString(rows));
      all.put("ids", Long.toString(sums[0]));
      all.put("distinct_ids", Long.toString(rows));
      all.put("title_lengths", Long.toString(sums[1]));
      all.put("quoted_titles", Long.toString(quoted));
      all.put("days", Long.toString(sums[2]));
      all.put("dates", Long.toString(dates));
      all.put("rating_tenths", Long.toString(sums[3]));
      all.put("ratings", Long.toString(ratings));
      all.put("votes", Long.toString(sums[4]));
      all.put("revenue_cents", Long.toString(sums[5]));
      all.put("in_theaters", Long.toString(inTheaters));
      all.put("collected_millis", collectedMillis.toString());
      return new FilmSums(rows, bytes, all);
    }
  }
}
