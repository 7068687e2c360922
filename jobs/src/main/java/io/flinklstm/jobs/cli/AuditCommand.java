package io.flinklstm.jobs.cli;

import io.flinklstm.core.Network;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.audit.Audit;
import io.flinklstm.jobs.audit.AuditReport;
import io.flinklstm.jobs.kafka.Preflight;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.pipeline.PipelineFile;
import io.flinklstm.jobs.record.Layout;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./flink-lstm audit pipeline.yaml}, or by topics. */
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

  @Parameters(paramLabel = "PIPELINE", arity = "0..1", description = "YAML file.")
  private Path file;

  @ArgGroup(
      exclusive = false,
      heading = "Or, of a job that `anomaly` started without --history and --state-encoding:%n")
  private NamedTopics named;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if ((file == null) == (named == null)) {
      throw new ParameterException(
          spec.commandLine(), "expected a pipeline's file, or --input and what belongs to it");
    }
    return file != null ? auditFile() : auditTopics();
  }

  private int auditFile() {
    PipelineFile described = PipelineFile.read(file, System::getenv);
    RegistryCheck.of(described.pipeline());
    return audit(described.pipeline(), described.model().load());
  }

  private int auditTopics() {
    Network network = named.model().load();
    Topics topics = named.topics();
    return audit(Pipeline.of(topics.input(), topics, Layout.standard(network.fields())), network);
  }

  private int audit(Pipeline pipeline, Network network) {
    Audit audit = new Audit(pipeline, network);
    new Preflight(pipeline).checkAuditing();
    AuditReport report = audit.run();
    boolean kept = report.keeps(pipeline.delivery().exactlyOnce());
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "audit: %s: %,d events, %,d results, %,d dead letters; %d lost, %d duplicated, %d out of order,"
            + " %d wrong%n",
        kept ? "CLEAN" : "BROKEN",
        report.events(),
        report.predictions(),
        report.deadLetters(),
        report.lost(),
        report.duplicates(),
        report.outOfOrder(),
        report.wrong());
    out.flush();
    return kept ? 0 : 1;
  }
}
