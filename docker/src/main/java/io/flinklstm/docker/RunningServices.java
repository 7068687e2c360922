package io.flinklstm.docker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The services that run, each a process with a log of its own. Ends them all when it is closed. */
final class RunningServices implements AutoCloseable {

  private static final int HEALTHY_SECONDS = 180;
  private static final int RUN_SECONDS = 300;
  private static final int STOP_SECONDS = 15;

  private final ComposeFile compose;
  private final ImageFiles files;
  private final ServiceCommand commands;
  private final Path work;
  private final Map<String, Process> running = new LinkedHashMap<>();

  RunningServices(ComposeFile compose, ImageFiles files, ServiceCommand commands, Path work) {
    this.compose = compose;
    this.files = files;
    this.commands = commands;
    this.work = work;
  }

  /** Starts a service after all that it depends on, and waits until it is healthy. */
  void start(String name) throws IOException, InterruptedException {
    Service service = compose.services().get(name);
    for (Map.Entry<String, String> other : service.dependsOn().entrySet()) {
      if (!running.containsKey(other.getKey())) {
        switch (other.getValue()) {
          case "service_completed_successfully" -> run(other.getKey());
          default -> start(other.getKey());
        }
      }
    }
    launch(name);
    awaitHealthy(service);
  }

  /** Runs a service to its end, which must be a good one. */
  void run(String name) throws IOException, InterruptedException {
    for (String other : compose.services().get(name).dependsOn().keySet()) {
      if (!running.containsKey(other)) {
        start(other);
      }
    }
    launch(name);
    awaitEnd(name);
  }

  /** Starts a service and waits for nothing. */
  void launch(String name) throws IOException, InterruptedException {
    Service service = compose.services().get(name);
    say("starting " + name);
    files.mount(compose.folder(), service);
    List<List<String>> all = commands.commands(service);
    for (List<String> before : all.subList(0, all.size() - 1)) {
      running.put(name, process(service, before));
      awaitEnd(name);
    }
    running.put(name, process(service, all.get(all.size() - 1)));
  }

  /** Waits for the end of a service that was launched, which must be a good one. */
  void awaitEnd(String name) throws InterruptedException {
    Process process = running.get(name);
    if (!process.waitFor(RUN_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      String found =
          process.isAlive()
              ? "still running after " + RUN_SECONDS + " s"
              : "status " + process.exitValue();
      throw failed(name, found, "status 0");
    }
  }

  private void awaitHealthy(Service service) throws IOException, InterruptedException {
    List<String> check = commands.health(service);
    if (check.isEmpty()) {
      return;
    }
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEALTHY_SECONDS);
    while (System.nanoTime() < deadline) {
      if (!running.get(service.name()).isAlive()) {
        throw failed(service.name(), "its end", "a healthy process");
      }
      Process checking = process(service, check);
      if (checking.waitFor(STOP_SECONDS, TimeUnit.SECONDS) && checking.exitValue() == 0) {
        return;
      }
      checking.destroyForcibly();
      TimeUnit.MILLISECONDS.sleep(500);
    }
    throw failed(service.name(), "no health in " + HEALTHY_SECONDS + " s", String.join(" ", check));
  }

  private Process process(Service service, List<String> command) throws IOException {
    Path log = work.resolve("log").resolve(service.name() + ".log");
    Files.createDirectories(log.getParent());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(work.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(commands.environment(service));
    Process process = builder.start();
    // For whoever has to clean up where this process is killed.
    Files.writeString(
        work.resolve("pids"),
        process.pid() + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return process;
  }

  private IllegalStateException failed(String name, String found, String expected) {
    return new IllegalStateException(
        "service %s: found %s, expected %s; see %s"
            .formatted(name, found, expected, work.resolve("log").resolve(name + ".log")));
  }

  /** Kills a service as a crash would: {@code SIGKILL}. */
  void kill(String name) throws InterruptedException {
    say("killing " + name);
    running.remove(name).destroyForcibly().waitFor();
  }

  static void say(String text) {
    System.out.println("smoke: " + text);
  }

  @Override
  public void close() {
    List<ProcessHandle> handles = new ArrayList<>();
    for (Process process : running.values()) {
      process.descendants().forEach(handles::add);
      handles.add(process.toHandle());
    }
    handles.forEach(ProcessHandle::destroy);
    for (ProcessHandle handle : handles) {
      try {
        handle.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
      } catch (Exception e) { // whatever it is, it has to go
        handle.destroyForcibly();
      }
    }
  }
}
