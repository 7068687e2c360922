package io.flinklstm.jobs;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Who may know whom inside this module. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.flinklstm.jobs");

  @Test
  void jobsKnowNothingOfDemoAuditAndCommandLine() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.flinklstm.jobs", "io.flinklstm.jobs.record..", "io.flinklstm.jobs.kafka..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.flinklstm.jobs.demo..",
            "io.flinklstm.jobs.local..",
            "io.flinklstm.jobs.cli..",
            "io.flinklstm.jobs.watch..",
            "io.flinklstm.jobs.audit..")
        .check(CLASSES);
  }

  @Test
  void onlyThePageServesHttp() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.flinklstm.jobs.watch..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..")
        .check(CLASSES);
  }

  @Test
  void theAuditSharesNothingWithTheOperator() {
    noClasses()
        .that()
        .resideInAPackage("io.flinklstm.jobs.audit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.flinklstm.operators..", "io.flinklstm.state..")
        .check(CLASSES);
  }

  @Test
  void theBrokersOwnClassesAreNamedByItsProcessOnly() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.flinklstm.jobs.local.BrokerProcess")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("kafka..", "org.apache.kafka.server..")
        .check(CLASSES);
  }

  @Test
  void noPackageIsADrawerAndNoClassIsNamedAsOne() {
    noClasses()
        .should()
        .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..")
        .check(CLASSES);
    noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base)").check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.flinklstm.jobs.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
