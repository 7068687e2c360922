package io.flinklstm.faults.cluster;

import io.flinklstm.faults.FaultsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One process of the cluster, started again and again under the same name. Its log is appended to,
 * never begun anew. Whatever becomes of the harness, the process carries the run's mark in its
 * environment, by which it is found and ended.
 */
public final class Child {

  private static final int SIGKILL = 128 + 9;

  private final String name;
  private final Path log;
  private Process process;

  Child(String name, Path logs) {
    this.name = name;
    this.log = logs.resolve(name + ".log");
  }

  /** Starts it; does not wait until it serves. */
  void start(List<String> command, Map<String, String> environment) {
    if (isAlive()) {
      throw new FaultsException(name + " runs already, as process " + process.pid());
    }
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().putAll(environment);
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new FaultsException(name + " cannot be started: " + e.getMessage(), e);
    }
  }

  public String name() {
    return name;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process != null && process.isAlive();
  }

  /** SIGKILL: no hook runs, nothing is flushed. */
  public void kill() {
    if (isAlive()) {
      process.destroyForcibly();
    }
    awaitExit(Duration.ofSeconds(30));
  }

  /** SIGSTOP: it neither works nor answers, and keeps all it has. */
  public void freeze() {
    signal("STOP");
  }

  /** SIGCONT. */
  public void thaw() {
    signal("CONT");
  }

  /** By the shell: a small system has no kill of its own. */
  private void signal(String signal) {
    Shell.run("bash", "-c", "kill -" + signal + " " + pid());
  }

  /** Waits for its end and returns its status. */
  public int awaitExit(Duration patience) {
    try {
      if (process != null && !process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new FaultsException(
            name + " has not ended within " + patience.toSeconds() + " s, process " + pid());
      }
      return process == null ? SIGKILL : process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultsException("interrupted while waiting for the end of " + name, e);
    }
  }

  /** What it writes from now on. */
  public LogWatch watch() {
    return LogWatch.fromEnd(log);
  }
}
