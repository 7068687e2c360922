package io.flinklstm.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrow between the modules never turns back. */
class DependencyDirectionTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.flinklstm");

  @Test
  void everyModuleIsSeen() {
    for (String module : new String[] {"core", "models", "state", "operators"}) {
      assertThat(
              CLASSES.stream().anyMatch(c -> c.getPackageName().equals("io.flinklstm." + module)))
          .as(module)
          .isTrue();
    }
  }

  @Test
  void coreKnowsNothing() {
    noClasses()
        .that()
        .resideInAPackage("io.flinklstm.core..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.flinklstm.models..",
            "io.flinklstm.state..",
            "io.flinklstm.operators..",
            "io.flinklstm.jobs..")
        .check(CLASSES);
  }

  @Test
  void modelsKnowsOnlyCore() {
    noClasses()
        .that()
        .resideInAPackage("io.flinklstm.models..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.flinklstm.state..", "io.flinklstm.operators..", "io.flinklstm.jobs..")
        .check(CLASSES);
  }

  @Test
  void stateKnowsOnlyCore() {
    noClasses()
        .that()
        .resideInAPackage("io.flinklstm.state..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.flinklstm.models..", "io.flinklstm.operators..", "io.flinklstm.jobs..")
        .check(CLASSES);
  }

  @Test
  void operatorsKnowsOnlyStateAndCore() {
    noClasses()
        .that()
        .resideInAPackage("io.flinklstm.operators..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.flinklstm.models..", "io.flinklstm.jobs..")
        .check(CLASSES);
  }

  @Test
  void coreAndModelsAreFreeOfFlink() {
    noClasses()
        .that()
        .resideInAnyPackage("io.flinklstm.core..", "io.flinklstm.models..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.flink..")
        .check(CLASSES);
  }

  @Test
  void kafkaIsNamedOnlyInJobs() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.flinklstm.jobs..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "org.apache.flink.connector.kafka..")
        .check(CLASSES);
  }

  @Test
  void vectorsAreNamedInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.flinklstm.core.kernel")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator.vector..")
        .check(CLASSES);
  }

  @Test
  void noPackageIsADrawer() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..")
        .check(CLASSES);
  }

  @Test
  void stateAndOperatorsHaveNoPackageCycles() {
    slices().matching("io.flinklstm.(state)..").should().beFreeOfCycles().check(CLASSES);
    slices().matching("io.flinklstm.(operators.*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
