package io.flinklstm.jobs.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The daily entries at 20 stations of Chicago's "L", day by day, 2001-01-08 to 2016-08-14. */
final class ChicagoL {

  private static final LocalDate FIRST_UNSEEN_DAY = LocalDate.of(2011, 1, 1);
  private static final String DATA = "chicago-l.csv";
  private static final String MODEL = "chicago-l.safetensors";

  private ChicagoL() {}

  /** Whether the day is past those that the model was trained on. */
  static boolean isUnseen(LocalDate day) {
    return !day.isBefore(FIRST_UNSEEN_DAY);
  }

  /** All readings in the order of their days. */
  static List<Reading> readings() {
    try (BufferedReader csv =
        new BufferedReader(new InputStreamReader(open(DATA), StandardCharsets.UTF_8))) {
      String[] stations = csv.readLine().split(",");
      List<Reading> readings = new ArrayList<>();
      for (String line = csv.readLine(); line != null; line = csv.readLine()) {
        String[] cells = line.split(",");
        LocalDate date = LocalDate.parse(cells[0]);
        for (int i = 1; i < cells.length; i++) {
          readings.add(new Reading(date, stations[i], Float.parseFloat(cells[i])));
        }
      }
      return readings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The model file, as bytes. */
  static byte[] model() {
    try (InputStream in = open(MODEL)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    return ChicagoL.class.getResourceAsStream(name);
  }
}
