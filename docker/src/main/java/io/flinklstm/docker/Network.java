package io.flinklstm.docker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * The services' names, each with a loopback address of its own: so that ports stay as they are and
 * runs side by side do not meet. Java finds the names in a file of hosts; other programs are given
 * addresses.
 */
final class Network {

  private static final int ATTEMPTS = 100;
  private static final int PROBED = 8081;

  private final Map<String, String> addresses = new LinkedHashMap<>();
  private final Map<String, Integer> metrics = new LinkedHashMap<>();

  /** Gives every name an address in a net that nobody else seems to use. */
  static Network of(Iterable<String> names) throws IOException {
    Random random = new Random();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      String net = "127." + (1 + random.nextInt(254)) + "." + random.nextInt(255) + ".";
      Network network = new Network();
      int last = 2;
      for (String name : names) {
        network.addresses.put(name, net + last++);
      }
      if (network.isFree()) {
        return network;
      }
    }
    throw new IOException("found no free net in 127.0.0.0/8 in " + ATTEMPTS + " attempts");
  }

  private boolean isFree() {
    for (String address : addresses.values()) {
      try (ServerSocket socket = new ServerSocket(PROBED, 1, InetAddress.getByName(address))) {
        continue;
      } catch (IOException e) {
        return false;
      }
    }
    return true;
  }

  /** Flink's reporter listens on all addresses, so its port must be a free one. */
  int metricsPort(String service) throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      metrics.put(service, socket.getLocalPort());
      return socket.getLocalPort();
    }
  }

  /** Where a service's metrics are. */
  String metrics(String service) {
    return "http://127.0.0.1:" + metrics.get(service) + "/metrics";
  }

  /**
   * The text with addresses in place of the names in its URLs and of what means a service itself.
   */
  String local(Service self, String text) {
    String changed = text.replace("://localhost:", "://" + self.name() + ":");
    for (String service : metrics.keySet()) {
      changed = changed.replace("http://" + service + ":9249/metrics", metrics(service));
    }
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      changed =
          changed
              .replace("http://" + address.getKey() + ":", "http://" + address.getValue() + ":")
              .replace(
                  "/dev/tcp/" + address.getKey() + "/", "/dev/tcp/" + address.getValue() + "/");
    }
    return changed;
  }

  /** Writes the names as Java reads them. */
  Path writeHosts(Path file) throws IOException {
    StringBuilder lines = new StringBuilder("127.0.0.1 localhost ");
    lines.append(InetAddress.getLocalHost().getHostName()).append('\n');
    addresses.forEach((name, address) -> lines.append(address + " " + name + "\n"));
    return Files.writeString(file, lines.toString());
  }
}
