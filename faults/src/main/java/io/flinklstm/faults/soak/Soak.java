package io.flinklstm.faults.soak;

import io.flinklstm.faults.Await;
import io.flinklstm.faults.Campaign;
import io.flinklstm.faults.FaultsException;
import io.flinklstm.faults.Trial;
import io.flinklstm.faults.report.RunResult.Sign;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One fault each two minutes, a look at the vital signs each half minute. */
public final class Soak implements Campaign.Between {

  private static final long BETWEEN_FAULTS = TimeUnit.MINUTES.toSeconds(2);
  private static final long BETWEEN_LOOKS = 30;
  private static final List<String> SIGNS =
      List.of(
          "heap",
          "metaspace",
          "files",
          "threads",
          "state_bytes",
          "task_heap",
          "task_metaspace",
          Sign.TRANSACTIONAL_IDS);
  private static final int LOOKS = 40; // half an hour at least, to tell: four to a fault

  private final String run;
  private final Path file;
  private long nextFault;

  /**
   * @param run names this run's lines
   * @param file that earlier runs have written, and later ones will
   */
  public Soak(String run, Path file) throws IOException {
    this.run = run;
    this.file = file;
    Files.createDirectories(file.getParent());
    List<String> lines =
        Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : new ArrayList<>();
    if (!lines.isEmpty()) {
      lines.remove(0); // names of columns, to which later versions add
    }
    lines.add(0, Vitals.HEADER);
    Files.write(file, lines);
  }

  @Override
  public void faults(Trial trial, long seconds) {
    nextFault = Math.max(nextFault, seconds) + BETWEEN_FAULTS;
    long start = System.nanoTime();
    long at = seconds;
    while (at < nextFault) {
      trial.cluster().revive();
      look(trial, at);
      Await.outage(Duration.ofSeconds(Math.min(BETWEEN_LOOKS, nextFault - at)));
      at = seconds + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }
  }

  private void look(Trial trial, long seconds) {
    try {
      String line = Vitals.of(trial, seconds).line(run) + "\n";
      Files.writeString(file, line, StandardOpenOption.APPEND);
    } catch (IOException | UncheckedIOException | ExecutionException | FaultsException e) {
      System.out.println("  no look at " + seconds + " s: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultsException("interrupted while looking", e);
    }
  }

  /**
   * For each sign the median of this run's second quarter, for the first is warm-up, beside that of
   * its last one. Transactional ids grow by design and are only told. Empty where the run was too
   * short to tell.
   */
  public List<Sign> signs() throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> names = Arrays.asList(lines.get(0).split(","));
    List<String[]> mine =
        lines.stream().map(l -> l.split(",")).filter(cells -> cells[0].equals(run)).toList();
    List<Sign> signs = new ArrayList<>();
    for (String name : mine.size() < LOOKS ? List.<String>of() : SIGNS) {
      double[] values =
          mine.stream().mapToDouble(c -> Double.parseDouble(c[names.indexOf(name)])).toArray();
      signs.add(
          new Sign(
              name,
              median(values, values.length / 4, values.length / 2),
              median(values, values.length * 3 / 4, values.length)));
    }
    return signs;
  }

  private static long median(double[] values, int from, int to) {
    double[] part = Arrays.copyOfRange(values, from, to);
    Arrays.sort(part);
    return Math.round(part[part.length / 2]);
  }
}
