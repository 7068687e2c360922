package io.flinklstm.jobs.cli;

import io.flinklstm.jobs.StartupException;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParseResult;

/** Entry of the job jar and of {@code ./flink-lstm}. */
@Command(
    name = "flink-lstm",
    description = "A streaming LSTM on Apache Flink.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      AnomalyCommand.class,
      AuditCommand.class,
      CheckCommand.class,
      ConvertCommand.class,
      DemoCommand.class,
      ReplayCommand.class,
      RunCommand.class,
      ScoreCommand.class,
      StateCommand.class,
      VerifyCommand.class,
      WatchCommand.class
    })
public final class Main {

  private static final int FAILED = 1;

  private Main() {}

  /** Ends the JVM only where something failed: inside Flink's client it must go on. */
  public static void main(String[] args) {
    int code = commandLine().execute(withCommand(args));
    if (code != 0) {
      System.exit(code);
    }
  }

  /** A pipeline's file alone is to be run: {@code flink run flink-lstm-jobs.jar pipeline.yaml}. */
  static String[] withCommand(String... args) {
    return args.length > 0 && args[0].matches(".+\\.ya?ml")
        ? Stream.concat(Stream.of("run"), Stream.of(args)).toArray(String[]::new)
        : args;
  }

  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .setExecutionExceptionHandler(Main::report)
        .setCaseInsensitiveEnumValuesAllowed(true);
  }

  /** What the user can mend is one line; everything else keeps its stack trace. */
  private static int report(Exception thrown, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!(thrown instanceof StartupException)) {
      throw thrown;
    }
    command.getErr().println("flink-lstm: " + thrown.getMessage());
    return FAILED;
  }
}
