/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.tmdbingest;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.is;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompanyFilmsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final CompanyFilms films = new CompanyFilms();

  private void add(int film, String companies) throws IOException {
    films.add(JSON.readTree("{\"id\": " + film + ", \"production_companies\": " + companies + "}"));
  }

  /** Each company with the ids of its films. */
  private List<String> companies() throws IOException {
    List<String> companies = new ArrayList<>();
    for (String line : films.lines()) {
      JsonNode company = JSON.readTree(line);
      companies.add(
          company.get("company_id")
              + " "
              + company.get("company").asText()
              + " "
              + company.get("films").findValuesAsText("id"));
    }
    return companies;
  }

  @Test
  void hasAFilmOfTwoCompaniesWithBoth() throws IOException {
    add(11, "[{\"id\": 5, \"name\": \"B\"}, {\"id\": 3, \"name\": \"A\"}]");

    assertThat(companies(), contains("3 A [11]", "5 B [11]"));
  }

  @Test
  void hasAFilmThatNamesACompanyTwiceOnce() throws IOException {
    add(11, "[{\"id\": 3, \"name\": \"A\"}, {\"id\": 3, \"name\": \"A\"}]");

    assertThat(companies(), contains("3 A [11]"));
  }

  @Test
  void hasAFilmOfACompanyWithoutAnIdWithNone() throws IOException {
    add(11, "[{\"name\": \"X\"}, {\"id\": 3, \"name\": \"A\"}, {\"id\": \"4\", \"name\": \"Y\"}]");

    assertThat(companies(), contains("3 A [11]", "null null [11]"));
  }

  @Test
  void countsEachFilmOnce() throws IOException {
    add(11, "[{\"id\": 3}, {\"id\": 5}]");
    add(24, "[]");
    add(37, "[{\"id\": 3}]");

    assertThat(films.films(), is(3L));
  }
}
