package io.flinklstm.faults.cluster;

import io.flinklstm.faults.FaultsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Addresses, and who cannot reach whom. Isolated, each task manager has a network namespace of its
 * own and each service an address of its own in this one, so that routing rules can silence any
 * pair, in either direction: packets vanish, as with a broken switch. Not isolated, all is loopback
 * and nothing can be cut.
 */
public final class Network {

  private static final String LOOPBACK = "127.0.0.1";
  private static final String PREFERENCE = "10";

  private final boolean isolated;
  private final int taskManagers;

  private Network(boolean isolated, int taskManagers) {
    this.isolated = isolated;
    this.taskManagers = taskManagers;
  }

  /** Sets everything up; it ends with the namespace that the harness runs in. */
  public static Network create(boolean isolated, int taskManagers) {
    Network network = new Network(isolated, taskManagers);
    if (isolated) {
      network.setUp();
    }
    return network;
  }

  /** A service that task managers talk to. */
  public enum Service {
    JOB_MANAGER,
    KAFKA,
    ZOOKEEPER
  }

  /** Which packets between two vanish. */
  public enum Direction {
    BOTH,
    TO_SERVICE,
    FROM_SERVICE
  }

  public String address(Service service) {
    return isolated ? "10.77.0." + (1 + service.ordinal()) : LOOPBACK;
  }

  public String addressOfTaskManager(int index) {
    return isolated ? "10.77." + (index + 1) + ".2" : LOOPBACK;
  }

  /** What comes before a task manager's command. */
  String[] prefix(int index) {
    return isolated ? new String[] {"nsenter", "--net=/run/netns/tm" + index} : new String[0];
  }

  /** Silences a task manager and a service. */
  public void cut(int taskManager, Service service, Direction direction) {
    String one = addressOfTaskManager(taskManager);
    String other = address(service);
    if (direction != Direction.FROM_SERVICE) {
      rule("add", one, other);
    }
    if (direction != Direction.TO_SERVICE) {
      rule("add", other, one);
    }
  }

  /** Silences two task managers. */
  public void cutTaskManagers(int one, int other) {
    rule("add", addressOfTaskManager(one), addressOfTaskManager(other));
    rule("add", addressOfTaskManager(other), addressOfTaskManager(one));
  }

  /** Unplugs a task manager. */
  public void unplug(int taskManager) {
    Shell.run("ip", "link", "set", "veth" + taskManager, "down");
  }

  private void plug(int taskManager) {
    Shell.run("ip", "link", "set", "veth" + taskManager, "up");
    // Who calls a task manager from here is the job manager. A link that goes down loses this.
    Shell.run(
        ("ip route replace 10.77." + (taskManager + 1) + ".0/24 dev veth" + taskManager + " src ")
            .concat(address(Service.JOB_MANAGER))
            .split(" "));
  }

  /** Lets so many of a hundred packets to a task manager vanish. */
  public void lose(int taskManager, int percent) {
    Shell.run("nft", "add table inet loss");
    Shell.run(
        "nft", "add chain inet loss out { type filter hook output priority 0; policy accept; }");
    Shell.run(
        "nft",
        "add rule inet loss out ip daddr "
            + addressOfTaskManager(taskManager)
            + " numgen random mod 100 < "
            + percent
            + " drop");
  }

  /** Limits what a task manager receives; what is above it queues, then is dropped. */
  public void limit(int taskManager, String rate) {
    Shell.run(
        ("tc qdisc add dev veth" + taskManager + " root tbf rate " + rate)
            .concat(" burst 32kbit latency 400ms")
            .split(" "));
  }

  /** Ends all cuts, losses and limits, and plugs everybody in. */
  public void heal() {
    if (!isolated) {
      return;
    }
    while (Shell.succeeds("ip", "rule", "del", "pref", PREFERENCE)) {
      continue; // one rule at a time
    }
    Shell.succeeds("nft", "delete table inet loss");
    for (int i = 0; i < taskManagers; i++) {
      Shell.succeeds("tc", "qdisc", "del", "dev", "veth" + i, "root");
      plug(i);
    }
  }

  private static void rule(String verb, String from, String to) {
    Shell.run("ip", "rule", verb, "pref", PREFERENCE, "from", from, "to", to, "blackhole");
  }

  private void setUp() {
    Shell.run("mount", "-t", "tmpfs", "tmpfs", "/run");
    Shell.run("mkdir", "/run/netns");
    Shell.run("ip", "link", "set", "lo", "up");
    for (Service service : Service.values()) {
      Shell.run("ip", "addr", "add", address(service) + "/32", "dev", "lo");
    }
    // Rules are read by preference; what is local must not come before what is cut.
    Shell.run("ip", "rule", "add", "pref", "100", "lookup", "local");
    Shell.run("ip", "rule", "del", "pref", "0");
    try {
      Files.writeString(Path.of("/proc/sys/net/ipv4/ip_forward"), "1");
    } catch (IOException e) {
      throw new FaultsException("packets cannot be forwarded: " + e.getMessage(), e);
    }
    for (int i = 0; i < taskManagers; i++) {
      setUpTaskManager(i);
    }
  }

  private void setUpTaskManager(int i) {
    String name = "tm" + i;
    String gateway = "10.77." + (i + 1) + ".1";
    Shell.run("ip", "netns", "add", name);
    Shell.run(("ip link add veth" + i + " type veth peer name eth0 netns " + name).split(" "));
    Shell.run("ip", "addr", "add", gateway + "/24", "dev", "veth" + i);
    plug(i);
    Shell.run(
        ("ip -n " + name + " addr add " + addressOfTaskManager(i) + "/24 dev eth0").split(" "));
    Shell.run("ip", "-n", name, "link", "set", "eth0", "up");
    Shell.run("ip", "-n", name, "link", "set", "lo", "up");
    Shell.run("ip", "-n", name, "route", "add", "default", "via", gateway);
  }
}
