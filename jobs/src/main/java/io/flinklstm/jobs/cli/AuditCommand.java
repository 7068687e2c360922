package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.audit.Audit;
import io.flinklstm.jobs.audit.AuditReport;
import io.flinklstm.jobs.pipeline.PipelineFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./flink-lstm audit pipeline.yaml}. */
@Command(
    name = "audit",
    description = {
      "Reads a pipeline's topics, committed records only, and judges whether every event has exactly"
          + " one result or dead letter, in order, with the numbers that one thread computes.",
      "Run it when the input has been worked off and no events come: what has no result yet counts as"
          + " lost. Holds a few hundred bytes of memory per event."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class AuditCommand implements Callable<Integer> {

  @Parameters(paramLabel = "PIPELINE", description = "YAML file.")
  private Path file;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PipelineFile described = PipelineFile.read(file, System::getenv);
    RegistryCheck.of(described.pipeline());
    AuditReport report = new Audit(described.pipeline(), described.model().load()).run();
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "audit: %s: %,d events, %,d results, %,d dead letters; %d lost, %d duplicated, %d out of order,"
            + " %d wrong%n",
        report.isClean() ? "CLEAN" : "BROKEN",
        report.events(),
        report.predictions(),
        report.deadLetters(),
        report.lost(),
        report.duplicates(),
        report.outOfOrder(),
        report.wrong());
    out.flush();
    return report.isClean() ? 0 : 1;
  }
}
