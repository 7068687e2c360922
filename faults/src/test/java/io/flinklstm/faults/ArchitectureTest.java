package io.flinklstm.faults;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.flinklstm.faults");

  @Test
  void theAuditSharesNoCodeWithWhatItJudges() {
    noClasses()
        .that()
        .resideInAPackage("io.flinklstm.faults.audit..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.flinklstm.core..",
            "io.flinklstm.models..",
            "io.flinklstm.state..",
            "io.flinklstm.operators..",
            "io.flinklstm.jobs..")
        .check(CLASSES);
  }

  @Test
  void theFailingStorageKnowsFlinkAlone() {
    noClasses()
        .that()
        .resideInAPackage("io.flinklstm.faults.storage..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("java..", "org.apache.flink..", "io.flinklstm.faults.storage..")
        .check(CLASSES);
  }
}
