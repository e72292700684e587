/* SPDX-License-Identifier: Apache-2.0 */
package io.levada;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.targetOwner;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.security.SecureRandom;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.beam.sdk.io.FileIO;
import org.apache.beam.sdk.options.PipelineOptions;

/** The drawing of the house: who may know whom. */
@AnalyzeClasses(
    packages = "io.levada",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.NoTestJars.class})
final class ArchitectureTest {

  private static final String ROWS = "io.levada.rows..";
  private static final String TRANSFORMS = "io.levada.transforms..";
  private static final String STORAGE = "io.levada.io.storage..";
  private static final String FILES = "io.levada.io.files..";
  private static final String LEDGER = "io.levada.io.ledger..";
  private static final String LAKE = "io.levada.io.lake..";
  private static final String LANDING = "io.levada.io.landing..";
  private static final String CATALOG = "io.levada.io.catalog..";
  private static final String DYNAMODB = "io.levada.io.dynamodb..";
  private static final String TMDB = "io.levada.io.tmdb..";
  private static final String IO = "io.levada.io..";
  private static final String PIPELINES = "io.levada.pipelines..";
  private static final String COMMAND_LINE = "io.levada.pipelines.cli..";
  private static final String RUNS = "io.levada.pipelines.runs..";

  @ArchTest static final ArchRule rowsKnowNoneOfOurs = knowsOfOurs(ROWS);
  @ArchTest static final ArchRule transformsKnowRows = knowsOfOurs(TRANSFORMS, ROWS);
  @ArchTest static final ArchRule storageKnowsRows = knowsOfOurs(STORAGE, ROWS);
  @ArchTest static final ArchRule filesKnowStorage = knowsOfOurs(FILES, STORAGE, ROWS);
  @ArchTest static final ArchRule ledgerKnowsCatalog = knowsOfOurs(LEDGER, CATALOG, STORAGE, ROWS);

  @ArchTest
  static final ArchRule lakeKnowsLedger = knowsOfOurs(LAKE, LEDGER, CATALOG, STORAGE, ROWS);

  @ArchTest static final ArchRule landingKnowsLedger = knowsOfOurs(LANDING, LEDGER, STORAGE, ROWS);
  @ArchTest static final ArchRule catalogKnowsStorage = knowsOfOurs(CATALOG, STORAGE, ROWS);
  @ArchTest static final ArchRule dynamodbKnowsStorage = knowsOfOurs(DYNAMODB, STORAGE, ROWS);

  @ArchTest static final ArchRule tmdbKnowsStorage = knowsOfOurs(TMDB, STORAGE, ROWS);

  @ArchTest
  static final ArchRule pipelinesKnowNoRunner = knowsOfOurs(PIPELINES, ROWS, TRANSFORMS, IO);

  @ArchTest
  static final ArchRule ioHasTheDrawnPackages =
      classes()
          .that()
          .resideInAPackage(IO)
          .should()
          .resideInAnyPackage(STORAGE, FILES, LEDGER, LAKE, LANDING, CATALOG, DYNAMODB, TMDB)
          .because("a package that is not drawn has no rule")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule noPipelineKnowsAnother =
      slices()
          .matching("io.levada.pipelines.(*)..")
          .should()
          .notDependOnEachOther()
          .ignoreDependency(resideInAPackage(COMMAND_LINE), alwaysTrue())
          .ignoreDependency(alwaysTrue(), resideInAPackage(RUNS))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule packagesFormNoCycle =
      slices().matching("io.levada.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule optionsAreReadInPipelinesOnly =
      noClasses()
          .that()
          .resideInAnyPackage(ROWS, TRANSFORMS, IO)
          .should()
          .beAssignableTo(PipelineOptions.class)
          .orShould()
          .accessTargetWhere(targetOwner(assignableTo(PipelineOptions.class)))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule transformsOpenNoFile =
      noClasses()
          .that()
          .resideInAnyPackage(ROWS, TRANSFORMS)
          .should()
          .dependOnClassesThat()
          .resideInAPackage("java.nio.file..")
          .orShould()
          .dependOnClassesThat(
              belongToAnyOf(
                  File.class,
                  FileInputStream.class,
                  FileOutputStream.class,
                  FileReader.class,
                  FileWriter.class,
                  RandomAccessFile.class))
          .orShould()
          .dependOnClassesThat()
          .resideInAnyPackage("java.net..", "org.apache.beam.sdk.io..", "org.apache.hadoop..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule transformsReadNoClock =
      noClasses()
          .that()
          .resideInAnyPackage(ROWS, TRANSFORMS)
          .should()
          .accessTargetWhere(
              targetOwner(resideInAnyPackage("java.time..", "org.joda.time.."))
                  .and(target(name("now"))))
          .orShould()
          .accessTargetWhere(membersOf(System.class, "currentTimeMillis|nanoTime"))
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.time.Clock")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule transformsThrowNoDice =
      noClasses()
          .that()
          .resideInAnyPackage(ROWS, TRANSFORMS)
          .should()
          .dependOnClassesThat(
              belongToAnyOf(Random.class, SecureRandom.class, ThreadLocalRandom.class))
          .orShould()
          .accessTargetWhere(membersOf(Math.class, "random"))
          .orShould()
          .accessTargetWhere(membersOf(UUID.class, "randomUUID"))
          .because("a runner may repeat any bundle, and it must then do the same")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule transformsReadNoEnvironment =
      noClasses()
          .that()
          .resideInAnyPackage(ROWS, TRANSFORMS)
          .should()
          .accessTargetWhere(membersOf(System.class, "getenv|getProperty|getProperties"))
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule storageKnowsNoFormat =
      noClasses()
          .that()
          .resideInAPackage(STORAGE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.beam..", "org.apache.parquet..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule nobodyWritesByFileIO =
      noClasses()
          .should()
          .accessTargetWhere(membersOf(FileIO.class, "write|writeDynamic"))
          .because("on the Spark runner it loses rows without a failure");

  @ArchTest
  static final ArchRule onlyTheCommandLineTalksAndExits =
      noClasses()
          .that()
          .resideOutsideOfPackage(COMMAND_LINE)
          .should()
          .accessTargetWhere(membersOf(System.class, "out|err|exit"));

  /** Classes of {@code subject} use, of all that is ours, only each other and {@code known}. */
  private static ArchRule knowsOfOurs(String subject, String... known) {
    return classes()
        .that()
        .resideInAPackage(subject)
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("io.levada..")
                .or(resideInAPackage(subject))
                .or(resideInAnyPackage(known)))
        .allowEmptyShould(true);
  }

  private static DescribedPredicate<JavaAccess<?>> membersOf(Class<?> owner, String names) {
    return targetOwner(type(owner)).and(target(nameMatching(names)));
  }

  /** Test classes that another module leaves as a jar: the fakes of the contract suites. */
  static final class NoTestJars implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("-tests.jar");
    }
  }
}
