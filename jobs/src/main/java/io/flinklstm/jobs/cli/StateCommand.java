package io.flinklstm.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.flinklstm.core.NetworkSource;
import io.flinklstm.jobs.StartupException;
import io.flinklstm.jobs.surgery.Difference;
import io.flinklstm.jobs.surgery.HiddenAndCell;
import io.flinklstm.jobs.surgery.Inspection;
import io.flinklstm.jobs.surgery.KeySelection;
import io.flinklstm.jobs.surgery.SavepointFile;
import io.flinklstm.jobs.surgery.StateLine;
import io.flinklstm.jobs.surgery.Surgery;
import io.flinklstm.models.BundleSource;
import io.flinklstm.models.format.ModelFormatException;
import io.flinklstm.state.KeyState;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.util.CloseableIterator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code ./flink-lstm state inspect SAVEPOINT} and its siblings. */
@Command(
    name = "state",
    description = "Looks into savepoints and writes changed ones: see docs/state-surgery.md.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class StateCommand {

  @Option(
      names = "--uid",
      defaultValue = "lstm",
      scope = ScopeType.INHERIT,
      description = "Uid of the operator in its job (default: ${DEFAULT-VALUE}).")
  private String uid;

  @Spec private CommandSpec spec;

  @Command(
      description = "Shows what the states of a savepoint have in common, or one key's state.",
      mixinStandardHelpOptions = true)
  int inspect(
      @Parameters(paramLabel = "SAVEPOINT") String savepoint,
      @Option(names = "--key", description = "Show this key's state.") String key,
      @Option(
              names = "--model",
              description = "Model bundle file: shows the key's h and c apart, layer by layer.")
          Path model,
      @Option(names = "--json", description = "As JSON.") boolean json)
      throws Exception {
    SavepointFile file = SavepointFile.open(savepoint, uid);
    if (key != null) {
      return inspectKey(file, key, model, json);
    }
    Map<String, Object> report = Inspection.of(file).report();
    if (json) {
      out().println(new ObjectMapper().writeValueAsString(report));
    } else {
      report.forEach(this::show);
    }
    out().flush();
    return 0;
  }

  private void show(String name, Object value) {
    if (value instanceof Map<?, ?> map) {
      out().println(name);
      map.forEach((inner, number) -> out().printf("  %-18s %s%n", inner, number));
    } else {
      out().printf("%-20s %s%n", name, value);
    }
  }

  private int inspectKey(SavepointFile file, String key, Path model, boolean json)
      throws Exception {
    try (CloseableIterator<Tuple2<String, KeyState>> states = file.read()) {
      while (states.hasNext()) {
        Tuple2<String, KeyState> keyed = states.next();
        if (keyed.f0.equals(key)) {
          String line =
              model == null
                  ? StateLine.write(key, keyed.f1)
                  : new HiddenAndCell(source(model).load()).line(key, keyed.f1);
          out().println(json ? line : indented(line));
          out().flush();
          return 0;
        }
      }
    }
    throw new StartupException("key " + key + ": not in the savepoint");
  }

  private static String indented(String line) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    return mapper.writeValueAsString(mapper.readTree(line));
  }

  @Command(
      name = "export",
      description = "Writes every key's state as a line of JSON.",
      mixinStandardHelpOptions = true)
  int exportLines(
      @Parameters(paramLabel = "SAVEPOINT") String savepoint,
      @Parameters(paramLabel = "OUT.jsonl") Path lines)
      throws Exception {
    SavepointFile file = SavepointFile.open(savepoint, uid);
    try (BufferedWriter writer = Files.newBufferedWriter(lines)) {
      Surgery.export(file, writer);
    }
    return 0;
  }

  @Command(
      name = "import",
      description =
          "Writes a savepoint with the states of an exported file in place of the base's.",
      mixinStandardHelpOptions = true)
  int importLines(
      @Parameters(paramLabel = "IN.jsonl") Path lines,
      @Option(
              names = "--base",
              required = true,
              description = "Savepoint whose other operators are kept.")
          String base,
      @Option(
              names = "--model",
              description = "Model bundle file: a state that another made stops the import.")
          Path model,
      @Parameters(paramLabel = "OUT_SAVEPOINT") Path target)
      throws Exception {
    requireFile(lines);
    NetworkSource by = model == null ? null : source(model);
    Surgery.importLines(lines, SavepointFile.open(base, uid), by, target);
    return written(target);
  }

  @Command(
      description = "Writes a savepoint in which some keys have never been seen.",
      mixinStandardHelpOptions = true)
  int reset(
      @Parameters(paramLabel = "SAVEPOINT") String savepoint,
      @Parameters(paramLabel = "OUT_SAVEPOINT") Path target,
      @Option(names = "--key", arity = "1..*", description = "Keys.") List<String> keys,
      @Option(names = "--pattern", description = "Regular expression of whole keys.") String regex)
      throws Exception {
    if (keys == null && regex == null) {
      throw new StartupException("nothing to reset; give --key or --pattern");
    }
    Set<String> names = keys == null ? Set.of() : Set.copyOf(keys);
    Surgery.reset(
        SavepointFile.open(savepoint, uid), new KeySelection(names, pattern(regex)), target);
    return written(target);
  }

  private static Pattern pattern(String regex) {
    try {
      return regex == null ? null : Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw new StartupException("--pattern: " + e.getDescription() + " in " + regex, e);
    }
  }

  @Command(
      description =
          "Runs a model over a file of events and writes a savepoint to start a job from.",
      mixinStandardHelpOptions = true)
  int bootstrap(
      @Option(names = "--model", required = true, description = "Model bundle file.") Path model,
      @Option(names = "--input", required = true, description = "Events, .csv or .jsonl.")
          Path input,
      @Option(
              names = "--key",
              defaultValue = "key",
              description = "Column of the key (default: ${DEFAULT-VALUE}).")
          String key,
      @Option(
              names = "--time",
              defaultValue = "time",
              description = "Column of the event time (default: ${DEFAULT-VALUE}).")
          String time,
      @Option(
              names = "--max-parallelism",
              defaultValue = "128",
              description = "That of the job to start (default: ${DEFAULT-VALUE}).")
          int maxParallelism,
      @Parameters(paramLabel = "OUT_SAVEPOINT") Path target)
      throws Exception {
    requireFile(input);
    Surgery.bootstrap(
        source(model), new Surgery.History(input, key, time), uid, maxParallelism, target);
    return written(target);
  }

  private static BundleSource source(Path model) {
    try {
      return BundleSource.of(model);
    } catch (IOException | ModelFormatException e) {
      throw new StartupException("model " + model + " cannot be read: " + e.getMessage(), e);
    }
  }

  @Command(
      description = "Tells which keys differ between two savepoints; ends with 1 where any does.",
      mixinStandardHelpOptions = true)
  int diff(@Parameters(paramLabel = "A") String first, @Parameters(paramLabel = "B") String second)
      throws Exception {
    long differences = 0;
    try (CloseableIterator<Tuple3<String, String, Double>> keys =
        Difference.between(SavepointFile.open(first, uid), SavepointFile.open(second, uid))) {
      while (keys.hasNext()) {
        Tuple3<String, String, Double> key = keys.next();
        differences++;
        String by = key.f1.equals(Difference.DIFFERENT) ? ", at most by " + key.f2 : "";
        out().println(key.f0 + ": " + key.f1 + by);
      }
    }
    out().printf("%,d keys differ%n", differences);
    out().flush();
    return differences == 0 ? 0 : 1;
  }

  private static void requireFile(Path file) {
    if (!Files.isReadable(file)) {
      throw new StartupException(file + ": cannot be read; give the path of a file");
    }
  }

  private int written(Path target) {
    spec.commandLine().getErr().println("written: " + target);
    spec.commandLine().getErr().flush();
    return 0;
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
