package io.flinklstm.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a harness that was killed leaves behind. */
class ReapTest {

  private static final Path REAP = Path.of("reap").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void theRunsProcessesAndFilesGoAndOthersStay() throws Exception {
    Path scratch = Files.createDirectories(folder.resolve("scratch"));
    Files.writeString(scratch.resolve("data"), "x");
    Files.createFile(scratch.resolve("lock"));
    Process stranger = start("sleep 600", Map.of("FLINK_LSTM_FAULTS", scratch + "-of-another"));
    Process harness =
        start("exec 9>lock; flock 9; sleep 600 9>&- & echo $!; exec sleep 600", scratch);
    long child = Long.parseLong(firstLine(harness));

    Process reap = new ProcessBuilder(REAP.toString(), scratch.toString()).start();
    assertThat(reap.isAlive()).isTrue();
    harness.destroyForcibly();

    assertThat(reap.waitFor(30, TimeUnit.SECONDS)).isTrue();
    // Killed, it ends when it is next given a processor.
    assertThat(Await.within(Duration.ofSeconds(30), () -> !works(child))).isTrue();
    assertThat(scratch).doesNotExist();
    assertThat(stranger.isAlive()).isTrue();
    stranger.destroyForcibly();
  }

  /** One that has ended may wait for whoever collects its status. */
  private static boolean works(long process) {
    try {
      String status = Files.readString(Path.of("/proc/" + process + "/stat"));
      return status.charAt(status.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  private Process start(String script, Path scratch) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", script);
    builder.environment().put("FLINK_LSTM_FAULTS", scratch.toString());
    return builder.directory(scratch.toFile()).start();
  }

  private static Process start(String script, Map<String, String> environment) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", script);
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String firstLine(Process process) throws IOException {
    return new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }
}
