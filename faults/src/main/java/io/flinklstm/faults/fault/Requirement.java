package io.flinklstm.faults.fault;

import io.flinklstm.faults.cluster.Shell;
import io.flinklstm.faults.cluster.Volume;
import java.nio.file.Files;
import java.nio.file.Path;

/** What some faults need of the machine; asked before anything starts. */
public enum Requirement {
  NAMESPACES("network namespaces of its own: root, or the right to unshare") {
    @Override
    boolean isMet() {
      return Boolean.getBoolean("faults.network")
          && Shell.succeeds("ip", "link", "add", "probe0", "type", "veth", "peer", "name", "probe1")
          && Shell.succeeds("ip", "link", "del", "probe0");
    }
  },
  PACKET_LOSS("nft of the package nftables") {
    @Override
    boolean isMet() {
      return NAMESPACES.isMet()
          && Shell.succeeds("nft", "add table inet probe")
          && Shell.succeeds("nft", "delete table inet probe");
    }
  },
  RATE_LIMIT("tc of the package iproute2, with tbf") {
    @Override
    boolean isMet() {
      return NAMESPACES.isMet()
          && Shell.succeeds(
              "tc qdisc add dev lo root tbf rate 100mbit burst 32kbit latency 400ms".split(" "))
          && Shell.succeeds("tc", "qdisc", "del", "dev", "lo", "root");
    }
  },
  MOUNTS("loop mounts: root, mkfs.ext4 and fsfreeze") {
    @Override
    boolean isMet() {
      return Boolean.getBoolean("faults.isolated")
          && Shell.succeeds("mkfs.ext4", "-V")
          && Shell.succeeds("fsfreeze", "-V")
          && Volume.canBeMounted();
    }
  },
  MEMORY_LIMIT("a memory cgroup that can be written, version 1") {
    @Override
    boolean isMet() {
      return Files.isWritable(Path.of("/sys/fs/cgroup/memory"))
          && Files.exists(Path.of("/sys/fs/cgroup/memory/memory.limit_in_bytes"));
    }
  },
  FAKE_CLOCK("libfaketime of the package libfaketime") {
    @Override
    boolean isMet() {
      return Files.exists(ClockFaults.LIBRARY);
    }
  },
  THREE_BROKERS("three brokers: --brokers 3") {
    @Override
    boolean isMet() {
      return true; // of the run, not of the machine
    }
  };

  private final String text;

  Requirement(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }

  /** Whether this machine has it. */
  abstract boolean isMet();
}
