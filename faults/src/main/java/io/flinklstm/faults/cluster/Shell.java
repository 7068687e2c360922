package io.flinklstm.faults.cluster;

import io.flinklstm.faults.FaultsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Commands of the operating system that end by themselves. */
public final class Shell {

  private Shell() {}

  /** Runs a command and returns what it said. */
  public static String run(String... command) {
    Outcome outcome = execute(command);
    if (outcome.status != 0) {
      throw new FaultsException(
          String.join(" ", command)
              + " ended with status "
              + outcome.status
              + ": "
              + outcome.text.strip());
    }
    return outcome.text;
  }

  /** Whether a command can be run and ends well. */
  public static boolean succeeds(String... command) {
    try {
      return execute(command).status == 0;
    } catch (FaultsException e) {
      return false;
    }
  }

  private static Outcome execute(String... command) {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Outcome(process.waitFor(), text);
    } catch (IOException e) {
      throw new FaultsException(command[0] + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultsException("interrupted while running " + command[0], e);
    }
  }

  private record Outcome(int status, String text) {}
}
