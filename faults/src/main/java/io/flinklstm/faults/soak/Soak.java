package io.flinklstm.faults.soak;

import io.flinklstm.faults.Await;
import io.flinklstm.faults.Campaign;
import io.flinklstm.faults.FaultsException;
import io.flinklstm.faults.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** One fault each two minutes, a look at the vital signs each half minute. */
public final class Soak implements Campaign.Between {

  private static final long BETWEEN_FAULTS = TimeUnit.MINUTES.toSeconds(2);
  private static final long BETWEEN_LOOKS = 30;
  private static final double MOST_GROWTH = 1.2;
  private static final List<String> FLAT =
      List.of(
          "heap", "metaspace", "files", "threads", "state_bytes", "task_heap", "task_metaspace");
  private static final int LOOKS = 8; // at least, to tell

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
      look(trial, at);
      Await.outage(Duration.ofSeconds(Math.min(BETWEEN_LOOKS, nextFault - at)));
      at = seconds + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
    }
  }

  private void look(Trial trial, long seconds) {
    try {
      String line = Vitals.of(trial, seconds).line(run) + "\n";
      Files.writeString(file, line, StandardOpenOption.APPEND);
    } catch (IOException | ExecutionException e) {
      System.out.println("  no look at " + seconds + " s: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultsException("interrupted while looking", e);
    }
  }

  /**
   * What grows: for each sign the median of a run's last quarter beside that of its second one, for
   * the first quarter is warm-up. Transactional ids grow by design and are only told. A run that is
   * too short to tell says so here as well: it has not shown that nothing grows.
   */
  public List<String> growing() throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> names = Arrays.asList(lines.get(0).split(","));
    List<String[]> mine =
        lines.stream().map(l -> l.split(",")).filter(cells -> cells[0].equals(run)).toList();
    if (mine.size() < LOOKS) {
      return List.of(
          "too short to tell what grows: %d looks of at least %d".formatted(mine.size(), LOOKS));
    }
    List<String> growing = new ArrayList<>();
    for (String name : FLAT) {
      double[] values =
          mine.stream().mapToDouble(c -> Double.parseDouble(c[names.indexOf(name)])).toArray();
      double before = median(values, values.length / 4, values.length / 2);
      double after = median(values, values.length * 3 / 4, values.length);
      if (after > before * MOST_GROWTH) {
        growing.add(String.format(Locale.ROOT, "%s: %.0f, then %.0f", name, before, after));
      }
    }
    return growing;
  }

  static double median(double[] values, int from, int to) {
    double[] part = Arrays.copyOfRange(values, from, to);
    Arrays.sort(part);
    return part[part.length / 2];
  }
}
