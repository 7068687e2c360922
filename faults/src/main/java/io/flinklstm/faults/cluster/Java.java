package io.flinklstm.faults.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines of JVMs. */
final class Java {

  static final String LOGGING =
      "-Dlog4j2.configurationFile=classpath:io/flinklstm/faults/log4j2-cluster.properties";

  private static final List<String> OPENS =
      List.of(
          "java.lang",
          "java.net",
          "java.io",
          "java.nio",
          "sun.nio.ch",
          "java.lang.reflect",
          "java.text",
          "java.time",
          "java.util",
          "java.util.concurrent",
          "java.util.concurrent.atomic",
          "java.util.concurrent.locks");

  private Java() {}

  static String path() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** A process whose speed does not matter, but how soon it is there. */
  static List<String> small(int heapMegabytes) {
    List<String> command = of(heapMegabytes);
    command.add("-XX:TieredStopAtLevel=1");
    return command;
  }

  static List<String> of(int heapMegabytes) {
    List<String> command = new ArrayList<>();
    command.add(path());
    command.add("-Xmx" + heapMegabytes + "m");
    command.add("-XX:+UseSerialGC");
    // The JDK's caches refer softly to a job's classes. By default that keeps the class loaders of
    // ended jobs for a second per free megabyte of heap, and a leak could not be told from it.
    command.add("-XX:SoftRefLRUPolicyMSPerMB=0");
    command.add("-XX:-UsePerfData"); // process ids here are those of other namespaces, too
    command.add(LOGGING);
    command.add("-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"));
    OPENS.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
    return command;
  }
}
