package io.flinklstm.jobs.local;

import java.io.IOException;
import java.io.OutputStream;

/** Ends a child process with its parent, however that dies: its standard input ends then. */
final class Leash {

  private Leash() {}

  static void follow() {
    Thread leash =
        new Thread(
            () -> {
              try (OutputStream nowhere = OutputStream.nullOutputStream()) {
                System.in.transferTo(nowhere);
              } catch (IOException e) {
                System.err.println("standard input failed, stopping: " + e.getMessage());
              }
              System.exit(0);
            },
            "leash");
    leash.setDaemon(true);
    leash.start();
  }
}
