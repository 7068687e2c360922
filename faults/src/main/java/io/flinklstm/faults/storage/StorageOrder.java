package io.flinklstm.faults.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the storage is told to do wrong, as a control file says at this moment: nothing where there
 * is none, or {@code eio 30} (thirty of a hundred calls fail), {@code short 30} (write a part, then
 * fail), {@code slow 20} (each call takes as many milliseconds).
 */
final class StorageOrder {

  private static final int PERCENT = 100;

  private final Path control;

  private StorageOrder(Path control) {
    this.control = control;
  }

  static StorageOrder ofThisProcess() {
    return new StorageOrder(Path.of(System.getProperty("faults.storage", "/nonexistent")));
  }

  void beforeWriting(String path) throws IOException {
    if (chance("eio")) {
      throw new IOException("Input/output error (on purpose): " + path);
    }
    delay();
  }

  void delay() throws IOException {
    int millis = amount("slow");
    if (millis > 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
    }
  }

  /** How many bytes of a write get through. */
  int passes(int length) throws IOException {
    return chance("short") ? length / 2 : length;
  }

  private boolean chance(String failure) throws IOException {
    return ThreadLocalRandom.current().nextInt(PERCENT) < amount(failure);
  }

  private int amount(String what) throws IOException {
    try {
      String[] order = Files.readString(control).strip().split(" ");
      return order.length == 2 && order[0].equals(what) ? Integer.parseInt(order[1]) : 0;
    } catch (NoSuchFileException e) {
      return 0;
    }
  }
}
