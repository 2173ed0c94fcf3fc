package dev.codexgateway;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The arrows between modules point inwards: entry points and adapters know handlers and ports, and
 * {@code core} knows none of them.
 *
 * <p>Maven already refuses an arrow that no pom declares; these rules refuse the pom that declares
 * it, and the foreign type that slips in through a transitive dependency. They live in {@code cli}
 * because its classpath is the only one that holds every module.
 */
class ArchitectureTest {
  private static final String CORE = "dev.codexgateway.core..";
  private static final String FUNCTIONS = "dev.codexgateway.functions..";
  private static final String HEALTH = "dev.codexgateway.functions.health..";
  private static final String RELAY = "dev.codexgateway.relay..";
  private static final String LOCAL = "dev.codexgateway.local..";
  private static final String CLI = "dev.codexgateway.cli..";
  private static final String TESTKIT = "dev.codexgateway.testkit..";

  /**
   * The main classes of all modules; the jars of a package build and the directories of a test
   * build.
   */
  private static final JavaClasses GATEWAY =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.codexgateway");

  @ParameterizedTest
  @ValueSource(
      strings = {
        CORE,
        HEALTH,
        "dev.codexgateway.functions.jsonrpc..",
        "dev.codexgateway.functions.worker..",
        RELAY,
        LOCAL,
        CLI,
        TESTKIT
      })
  void everyModule_isSeenByTheRules(String module) {
    assertTrue(
        GATEWAY.stream().anyMatch(resideInAPackage(module)),
        () -> "no class of " + module + " was imported, so its rules would hold for nothing");
  }

  @Test
  void core_knowsOnlyJsonYamlIdsLoggingAndTheJdk() {
    // A list of what is allowed, so that a cloud client, netty or an HTTP type needs no rule each.
    rule(
        classes()
            .that()
            .resideInAPackage(CORE)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                CORE,
                "java..",
                "javax.crypto..",
                "com.google.gson..",
                "com.github.f4b6a3.ulid..",
                "org.snakeyaml.engine..",
                "org.slf4j..",
                "org.jspecify.annotations.."));
  }

  @Test
  void core_knowsNoDatabaseAndNoTransport() {
    rule(
        noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "java.net.http..", "java.rmi.."));
  }

  @Test
  void functions_knowOnlyCore() {
    rule(
        noClasses()
            .that()
            .resideInAPackage(FUNCTIONS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(RELAY, LOCAL, CLI));
  }

  @Test
  void functions_doNotKnowEachOther() {
    rule(slices().matching("dev.codexgateway.functions.(*)..").should().notDependOnEachOther());
  }

  @Test
  void health_loadsNoCloudClientAndNoDatabase() {
    rule(
        noClasses()
            .that()
            .resideInAPackage(HEALTH)
            .should()
            .dependOnClassesThat(
                resideInAnyPackage("com.google.cloud..", "java.sql..", "org.sqlite..", "io.netty..")
                    .and(not(resideInAPackage("com.google.cloud.functions..")))));
  }

  /** The one-machine gateway runs the same handlers without Google's clients on its class path. */
  @Test
  void functions_callGooglesClientsOnlyInPackagesThatOnlyDeploymentsLoad() {
    rule(
        noClasses()
            .that()
            .resideInAPackage(FUNCTIONS)
            .and()
            .resideOutsideOfPackages(
                "dev.codexgateway.functions.worker.caller..",
                "dev.codexgateway.functions.worker.pull..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(
                        "com.google.cloud..",
                        "com.google.api..",
                        "com.google.auth..",
                        "com.google.pubsub..",
                        "io.grpc..")
                    .and(not(resideInAPackage("com.google.cloud.functions..")))));
  }

  @Test
  void relay_knowsOnlyCore() {
    rule(
        noClasses()
            .that()
            .resideInAPackage(RELAY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FUNCTIONS, LOCAL, CLI, "com.google.cloud.functions.."));
  }

  @Test
  void cli_isKnownByNobody() {
    rule(
        noClasses()
            .that()
            .resideOutsideOfPackage(CLI)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(CLI));
  }

  @Test
  void testkit_isKnownByNoMainClass() {
    rule(
        noClasses()
            .that()
            .resideOutsideOfPackage(TESTKIT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(TESTKIT));
  }

  @Test
  void everyPackage_isNullMarked() {
    rule(classes().should(resideInANullMarkedPackage()));
  }

  private static void rule(ArchRule rule) {
    rule.allowEmptyShould(false).check(GATEWAY);
  }

  private static ArchCondition<JavaClass> resideInANullMarkedPackage() {
    return new ArchCondition<>("reside in a package whose package-info says @NullMarked") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        boolean marked = item.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(new SimpleConditionEvent(item, marked, item.getPackageName() + " has none"));
      }
    };
  }
}
