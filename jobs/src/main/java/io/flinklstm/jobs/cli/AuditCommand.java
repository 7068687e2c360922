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
import picocli.CommandLine.Option;
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
  private Named named;

  @Spec private CommandSpec spec;

  /** A job with the settings that hold where nothing is said. */
  static final class Named {

    @Option(names = "--bootstrap", required = true, description = "Kafka's bootstrap servers.")
    private String bootstrap;

    @Option(names = "--input", required = true, description = "Topic of JSON events.")
    private String input;

    @Option(names = "--output", required = true, description = "Topic of results.")
    private String output;

    @Option(names = "--dead-letters", required = true, description = "Topic of dead letters.")
    private String deadLetters;

    @Option(names = "--model", required = true, description = "Model bundle file.")
    private Path model;
  }

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
    Network network = ModelOptions.bundle(named.model).load();
    Topics topics = new Topics(named.bootstrap, named.input, named.output, named.deadLetters);
    return audit(Pipeline.of(named.input, topics, Layout.standard(network.fields())), network);
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
