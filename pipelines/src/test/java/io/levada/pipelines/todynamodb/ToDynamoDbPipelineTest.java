/* SPDX-License-Identifier: Apache-2.0 */
package io.levada.pipelines.todynamodb;

import static org.hamcrest.MatcherAssert.assertThat;
import static org.hamcrest.Matchers.allOf;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.levada.io.storage.PlainS3;
import io.levada.pipelines.LevadaCommands;
import io.levada.sandbox.Sandbox;
import io.levada.sandbox.SandboxSpace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole pipeline on {@code test-data/people}: exact items of every format, and the lake. */
class ToDynamoDbPipelineTest extends PeopleLoads {

  @ParameterizedTest
  @ValueSource(strings = {"json", "csv", "parquet"})
  void loadsTheSameItemsOfEveryFormat(String format) throws IOException {
    loaded(input(format), "--mapping=" + MAPPING, "--keyFields=id", "--orderField=atualizado_em");

    assertThat(dynamo.items(table), equalTo(expected()));
    assertThat(counts(), contains(12L, 5L, 3L, 2L, 2L));
    assertThat(
        levada.summary().path("rejectsByCode").toString(),
        equalTo("{\"BAD_CAST\":1,\"EMPTY_KEY\":1}"));
  }

  @Test
  void loadsFromS3WhatAMappingInOneLineSays(Sandbox sandbox, SandboxSpace space)
      throws IOException {
    String input = "s3://" + space.bucket() + "/people";
    try (PlainS3 s3 = new PlainS3(sandbox);
        Stream<Path> files = Files.list(PEOPLE.resolve("input/parquet"))) {
      for (Path file : files.toList()) {
        s3.put(input + "/" + file.getFileName(), Files.readAllBytes(file));
      }
    }

    int exit =
        levada.run(
            "to-dynamodb",
            "--input=" + input,
            "--table=" + table,
            "--keyFields=id",
            "--mapping=id:pk:S,nome:name:S,salario:salary:N",
            "--createTable=true",
            "--endpoint=" + endpoint,
            "--awsRegion=us-east-1");

    assertThat(levada.err(), exit, is(0));
    assertThat(
        dynamo.items(table),
        contains(
            "{\"name\":{\"S\":\"Ana\"},\"pk\":{\"S\":\"1\"},\"salary\":{\"N\":\"1000\"}}",
            "{\"name\":{\"S\":\"Bia\"},\"pk\":{\"S\":\"2\"},\"salary\":{\"N\":\"2000\"}}",
            "{\"name\":{\"S\":\"Caio\"},\"pk\":{\"S\":\"3\"},\"salary\":{\"N\":\"900.25\"}}",
            "{\"name\":{\"S\":\"Duda\"},\"pk\":{\"S\":\"4\"},\"salary\":{\"N\":\"900.25\"}}",
            "{\"name\":{\"S\":\"Fábio\"},\"pk\":{\"S\":\"6\"},\"salary\":{\"N\":\"5\"}}",
            "{\"name\":{\"S\":\"Gil\"},\"pk\":{\"S\":\"8\"},\"salary\":{\"N\":\"-0.1\"}}",
            "{\"name\":{\"S\":\"Hugo\"},\"pk\":{\"S\":\"9\"},\"salary\":{\"N\":\"123456789.25\"}}",
            "{\"name\":{\"S\":\"a,b \\\"c\\\" 'd'\"},\"pk\":{\"S\":\"7\"}}"));
  }

  @Test
  void givesEveryTypeItsOwnWithoutAMapping() throws IOException {
    Path input =
        levada.write(
            "in/a.json",
            """
            {"Id": 7, "cityName": "Faro", "n": 1.50, "ok": true, "on": "2024-05-01",
             "at": "2024-05-01T10:00:00.5Z", "l": [1, 2], "m": {"a": "x", "b": null}, "none": null}
            {"Id": 8, "cityName": "", "n": 2}
            """);

    loaded("--input=" + input, "--typed=*", "--keyFields=Id");

    assertThat(
        dynamo.items(table),
        contains(
            "{\"Id\":{\"N\":\"7\"},\"at\":{\"S\":\"2024-05-01T10:00:00.500Z\"},"
                + "\"cityName\":{\"S\":\"Faro\"},\"l\":{\"L\":[{\"N\":\"1\"},{\"N\":\"2\"}]},"
                + "\"m\":{\"M\":{\"a\":{\"S\":\"x\"}}},\"n\":{\"N\":\"1.5\"},\"ok\":{\"BOOL\":true},"
                + "\"on\":{\"S\":\"2024-05-01\"}}",
            "{\"Id\":{\"N\":\"8\"},\"cityName\":{\"S\":\"\"},\"n\":{\"N\":\"2\"}}"));
  }

  @Test
  void givesEveryTypeThatIsAskedFor() throws IOException {
    Path input =
        levada.write(
            "in/a.json",
            """
            {"k": "a", "s": 5, "n": "01.50", "b": "AQI=", "ok": "TRUE", "tags": ["y", "x"],
             "nums": [2, 1], "cast": "7", "at": 1714557600}
            """);

    loaded(
        "--input=" + input,
        "--typed=*",
        "--keyFields=k,cast",
        "--mapping=k,cast:cast:long,s:s:S,n:n:N,b:b:B,ok:ok:BOOL,tags:tags:SS,nums:nums:NS,"
            + "at:at:timestamp,at:ttl:N,join('#',k,s):j,format(at,'yyyy'):y,5:five,tags:text:S");

    assertThat(
        dynamo.items(table),
        contains(
            "{\"at\":{\"S\":\"2024-05-01T10:00:00Z\"},\"b\":{\"B\":\"AQI=\"},\"cast\":{\"N\":\"7\"},"
                + "\"five\":{\"N\":\"5\"},\"j\":{\"S\":\"a#5\"},\"k\":{\"S\":\"a\"},"
                + "\"n\":{\"N\":\"1.5\"},\"nums\":{\"NS\":[\"1\",\"2\"]},\"ok\":{\"BOOL\":true},"
                + "\"s\":{\"S\":\"5\"},\"tags\":{\"SS\":[\"x\",\"y\"]},"
                + "\"text\":{\"S\":\"[\\\"y\\\",\\\"x\\\"]\"},\"ttl\":{\"N\":\"1714557600\"},"
                + "\"y\":{\"S\":\"2024\"}}"));
    assertThat(
        dynamo.table(table).keySchema().toString(),
        allOf(
            containsString("AttributeName=k, KeyType=HASH"),
            containsString("AttributeName=cast, KeyType=RANGE")));
  }

  @Test
  void keepsTheItemOfARowOfCsvWhateverElseIsInTheInput() throws IOException {
    String header = "quando,codigo,valor\n";
    levada.write("in/a.csv", header + "2024-05-01 10:00,TRUE,1.50\n");
    String[] words = {
      "--input=" + folder.resolve("in"),
      "--keyFields=quando",
      "--mapping=quando:pk:S,join('#',codigo,valor):j"
    };
    String item = "{\"j\":{\"S\":\"TRUE#1.50\"},\"pk\":{\"S\":\"2024-05-01 10:00\"}}";

    loaded(words);
    assertThat(dynamo.items(table), contains(item));
    levada.write("in/b.csv", header + "n/a,x,y\n");
    loaded(words);

    assertThat(
        dynamo.items(table), contains(item, "{\"j\":{\"S\":\"x#y\"},\"pk\":{\"S\":\"n/a\"}}"));
  }

  @Test
  void keepsAKeyOfCsvWithoutATypeThatIsATime() throws IOException {
    Path input = levada.write("in/a.csv", "quando,n\n2024-05-01 10:00,1\n");

    loaded("--input=" + input, "--keyFields=quando");

    assertThat(
        dynamo.items(table),
        contains("{\"n\":{\"N\":\"1\"},\"quando\":{\"S\":\"2024-05-01 10:00\"}}"));
  }

  @Test
  void makesTextsOfTheValuesOfCsvWithASchema() throws IOException {
    Path schema =
        levada.write(
            "schema.json",
            """
            {"fields": [{"name": "quando", "type": "timestamp"},
                        {"name": "valor", "type": "double"},
                        {"name": "codigo", "type": "string"}]}
            """);
    Path input = levada.write("in/a.csv", "quando,valor,codigo\n2024-05-01 10:00,1.50,1.50\n");

    loaded(
        "--input=" + input,
        "--schema=" + schema,
        "--keyFields=quando",
        "--mapping=quando:pk:S,valor:v:S,codigo:c:S");

    assertThat(
        dynamo.items(table),
        contains(
            "{\"c\":{\"S\":\"1.50\"},\"pk\":{\"S\":\"2024-05-01T10:00:00Z\"},"
                + "\"v\":{\"S\":\"1.5\"}}"));
  }

  @Test
  void ordersByTheTimesOfAColumnWhoseTextsAreAnAttribute() throws IOException {
    Path input =
        levada.write(
            "in/a.csv",
            """
            id,em,v
            7,2024-05-01T23:00:00-05:00,"1,50"
            7,2024-05-02T01:00:00Z,"2,50"
            """);

    loaded(
        "--input=" + input,
        "--keyFields=id",
        "--orderField=em",
        "--decimalComma=true",
        "--filter=v < 3 and em > '2024-05-01T12:00:00Z'",
        "--mapping=id:pk:S,em:em:S,v:v:N,v:text:S");

    assertThat(
        dynamo.items(table),
        contains(
            "{\"em\":{\"S\":\"2024-05-01T23:00:00-05:00\"},\"pk\":{\"S\":\"7\"},"
                + "\"text\":{\"S\":\"1,50\"},\"v\":{\"N\":\"1.5\"}}"));
  }

  @Test
  void keepsTheDigitsOfWholeNumbersOfJsonBesideFractions() throws IOException {
    Path input = levada.write("in/a.json", "{\"id\": 7}\n{\"id\": 8.5}\n{\"id\": 10000000000}\n");

    loaded("--input=" + input, "--keyFields=id", "--mapping=id:pk:S");

    assertThat(
        dynamo.items(table),
        contains(
            "{\"pk\":{\"S\":\"10000000000\"}}",
            "{\"pk\":{\"S\":\"7\"}}",
            "{\"pk\":{\"S\":\"8.5\"}}"));
  }

  @Test
  void readsPartitionsOfATableOfACatalog() {
    String catalog = "local:" + folder.resolve("catalog");
    int written =
        levada.run(
            "parse-events",
            input("json"),
            "--schema=infer",
            "--output=" + folder.resolve("silver/people"),
            "--partitionFields=cidade",
            "--catalog=" + catalog,
            "--database=silver",
            "--table=people");
    assertThat(levada.err(), written, is(0));

    loaded(
        "--input=catalog:silver.people",
        "--inputCatalog=" + catalog,
        "--where=cidade in ('Braga', 'Porto')",
        "--filter=ativo is not null",
        "--keyFields=pk",
        "--mapping=id:pk:S,cidade:city");

    assertThat(
        dynamo.items(table),
        contains(
            "{\"city\":{\"S\":\"Braga\"},\"pk\":{\"S\":\"2\"}}",
            "{\"city\":{\"S\":\"Porto\"},\"pk\":{\"S\":\"3\"}}"));
  }

  @Test
  void writesTheSameRowsToTheLake() throws IOException, SQLException {
    String catalog = "local:" + folder.resolve("catalog");
    String[] words = {
      "--keyFields=id",
      "--mapping=id:pk:S,nome:name,salario:salary:N,id_carga:load",
      "--lakeOutput=" + folder.resolve("lake/people"),
      "--lakeCatalog=" + catalog,
      "--lakeDatabase=trusted",
      "--lakeTable=people",
      "--dataVersao=2024-05-01"
    };
    Path first = levada.write("in/1.json", "{\"id\": 1, \"nome\": \"Ana\", \"salario\": 10.5}");
    Path second =
        levada.write(
            "in/2.json",
            "{\"id\": 1, \"nome\": \"Ana\", \"salario\": 11.5}\n{\"id\": 2, \"nome\": \"Bia\"}");

    loaded(with(words, "--input=" + first, "--idCarga=7"));
    loaded(with(words, "--input=" + second, "--idCarga=8"));

    assertThat(
        LevadaCommands.rows(
            folder.resolve("lake/people"), "data_versao, id_carga, pk, name, salary, load"),
        contains(
            "2024-05-01 7 1 Ana 10.5 7", "2024-05-01 8 1 Ana 11.5 8", "2024-05-01 8 2 Bia null 8"));
    assertThat(
        dynamo.items(table),
        contains(
            "{\"load\":{\"S\":\"8\"},\"name\":{\"S\":\"Ana\"},\"pk\":{\"S\":\"1\"},"
                + "\"salary\":{\"N\":\"11.5\"}}",
            "{\"load\":{\"S\":\"8\"},\"name\":{\"S\":\"Bia\"},\"pk\":{\"S\":\"2\"}}"));
    assertThat(levada.command("describe", "trusted.people", "--catalog=" + catalog), is(0));
    assertThat(levada.out(), allOf(containsString("id_carga=7"), containsString("id_carga=8")));
  }

  @Test
  void refusesAnIdOfALoadThatHasRowsInTheLake() throws IOException, SQLException {
    String[] words = {
      "--keyFields=id",
      ID_AND_NAME,
      "--lakeOutput=" + folder.resolve("lake/people"),
      "--dataVersao=2024-05-01",
      "--idCarga=42"
    };
    Path first = levada.write("in/1.json", "{\"id\": 1, \"nome\": \"Ana\"}");
    Path second = levada.write("in/2.json", "{\"id\": 2, \"nome\": \"Bia\"}");
    loaded(with(words, "--input=" + first));

    int refused = load(with(words, "--input=" + second));

    assertThat(levada.err(), refused, is(2));
    assertThat(
        levada.err(),
        allOf(
            containsString("Invalid --idCarga: 42 (an earlier run has written"),
            containsString(
                "give another one, or free it by levada runs discard "
                    + folder.resolve("lake/people")
                    + " <run> if that run's rows wait to be loaded and are not wanted)")));
    assertThat(dynamo.items(table), contains(person("1", "Ana")));
  }

  @Test
  void hasItsHomeInFrontOfTheWildcardsOfTheInput() throws IOException {
    levada.write("in/a/people/1.json", "{\"id\": 1, \"nome\": \"Ana\"}");

    int exit =
        levada.run(
            "to-dynamodb",
            "--input=" + folder.resolve("in") + "/*/people/*.json",
            "--table=" + table,
            "--createTable=true",
            "--keyFields=id",
            ID_AND_NAME,
            "--endpoint=" + endpoint,
            "--awsRegion=us-east-1");

    assertThat(levada.err(), exit, is(0));
    assertThat(Files.exists(folder.resolve("in/_dynamodb/_levada/" + table)), is(true));
  }

  @Test
  void takesTheNewestOfTheRowsThatAreNeitherFilteredNorRejected() throws IOException {
    Path input =
        levada.write(
            "in/a.json",
            """
            {"id": 1, "nome": "first", "ativo": true, "idade": "20", "em": "2024-05-01"}
            {"id": 1, "nome": "second", "ativo": true, "idade": "21", "em": "2024-05-02"}
            {"id": 1, "nome": "rejected", "ativo": true, "idade": "n/a", "em": "2024-05-03"}
            {"id": 1, "nome": "filtered", "ativo": false, "idade": "22", "em": "2024-05-04"}
            """);

    loaded(
        "--input=" + input,
        "--keyFields=id",
        "--mapping=id:pk:S,nome:name,idade:age:N",
        "--filter=ativo = true",
        "--orderField=em");

    assertThat(
        dynamo.items(table),
        contains("{\"age\":{\"N\":\"21\"},\"name\":{\"S\":\"second\"},\"pk\":{\"S\":\"1\"}}"));
    assertThat(counts(), contains(4L, 1L, 1L, 1L, 1L));
  }

  @Test
  void ordersByAColumnThatIsNoAttribute() throws IOException {
    Path input =
        levada.write(
            "in/a.json",
            """
            {"id": 1, "nome": "old", "em": "2024-05-02T08:30:15Z"}
            {"id": 1, "nome": "new", "em": "2024-05-02T08:30:15.5Z"}
            {"id": 1, "nome": "never"}
            """);

    loaded("--input=" + input, "--keyFields=id", ID_AND_NAME, "--orderField=em");

    assertThat(dynamo.items(table), contains(person("1", "new")));
    assertThat(counts(), contains(3L, 1L, 2L, 0L, 0L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--mapping=idd:pk:S | there is no column 'idd' (did you mean id?; the columns are id,",
        "--mapping=id:pk:Z | Invalid --mapping: at position 7: 'Z' is no type",
        "--mapping=no.yaml | Cannot find the mapping",
        "--filter=idade > 5 | Cannot find column idade, at position 1 of the filter",
        "--filter=id > | Invalid --filter: Invalid condition at position 5",
        "--keyFields=nome,cidade,id | Invalid --keyFields: nome,cidade,id",
        "--where=x = '1' | Invalid --where: x = '1' (the input is json",
        "--idCarga=5 | Invalid --idCarga: 5 (it is for the table of --lakeOutput)",
        "--lakeCatalog=glue | Invalid --lakeCatalog: glue (it shows the table of --lakeOutput",
        "--format=parquet --schema=infer | Invalid --schema: infer (the input is parquet"
      })
  void refusesOptionsThatDoNotGoTogether(String options, String message) {
    List<String> words = new ArrayList<>(List.of(input("json")));
    words.addAll(List.of(options.split(" (?=--)")));
    if (!options.contains("--keyFields")) {
      words.add("--keyFields=id");
    }

    int exit = load(words.toArray(String[]::new));

    assertThat(levada.err(), exit, is(2));
    assertThat(levada.err(), containsString(message));
    assertThat(dynamo.tables(), not(hasItem(table)));
  }

  @Test
  void loadsNothingWithMoreRejectsThanAllowed() {
    int exit = load(input("json"), "--mapping=" + MAPPING, "--keyFields=id", "--maxRejects=1");

    assertThat(levada.err(), exit, is(3));
    assertThat(dynamo.tables().contains(table) ? dynamo.items(table) : List.of(), empty());
  }

  @Test
  void keepsTheFileOfTheMappingInItsRecord() throws IOException {
    loaded(input("json"), "--mapping=" + MAPPING, "--keyFields=id");

    Path record = Path.of(levada.summary().path("parts").path(0).path("record").asText());
    assertThat(
        Files.readString(record.resolve("mapping.yaml")), equalTo(Files.readString(MAPPING)));
  }

  @Test
  void printsNothingOfAnItem() {
    loaded(input("json"), "--mapping=" + MAPPING, "--keyFields=id");

    assertThat(levada.out() + levada.err(), not(containsString("Ana")));
    assertThat(levada.out() + levada.err(), not(containsString("Évora")));
  }
}
