package io.flinklstm.jobs.watch;

import io.flinklstm.jobs.StartupException;

/**
 * Where the page is served and what it points out.
 *
 * @param host name or address to listen on, by which browsers must call it too
 * @param port 0 for a free one
 * @param alarmFrom score from which a result is an alarm
 */
public record WatchOptions(String host, int port, double alarmFrom) {

  /** This machine alone. */
  public static final String LOOPBACK = "127.0.0.1";

  /** Unless another is chosen. */
  public static final double ALARM_FROM = 0.9999;

  private static final int HIGHEST_PORT = 65_535;

  public WatchOptions {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new StartupException(
          "page port is " + port + ", expected 1 to " + HIGHEST_PORT + ", or 0 for a free one");
    }
    if (!(alarmFrom > 0 && alarmFrom <= 1)) {
      throw new StartupException("alarms from score " + alarmFrom + ", expected above 0 to 1");
    }
  }

  /** A host as an address has it: IPv6 in brackets. */
  static String inAddress(String host) {
    return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
  }
}
