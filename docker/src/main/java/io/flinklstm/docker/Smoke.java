package io.flinklstm.docker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Runs the compose file's smoke test on its services as processes: once as they have started, once
 * after the task manager was killed while records came, once after the job manager was.
 */
public final class Smoke {

  private static final int UNDER_LOAD_SECONDS = 5;
  private static final String REPLAYED_PER_SECOND = "200";

  private final RunningServices services;
  private final Network network;
  private final Path repository;

  private Smoke(RunningServices services, Network network, Path repository) {
    this.services = services;
    this.network = network;
    this.repository = repository;
  }

  /** Arguments: the repository's folder; a folder for all that is written, with the libraries. */
  public static void main(String[] args) throws Exception {
    Path repository = Path.of(args[0]);
    Path work = Path.of(args[1]);
    ComposeFile compose =
        ComposeFile.read(repository.resolve("docker/compose.yaml"), Smoke::variable);
    ImageFiles files = new ImageFiles(work.resolve("root"), repository);
    files.layOut();
    Files.createDirectories(work.resolve("tmp"));
    try (var resource = Smoke.class.getResourceAsStream("log4j2.properties")) {
      Files.copy(resource, work.resolve("log4j2.properties"));
    }
    Network network = Network.of(compose.services().keySet());
    ServiceCommand commands = new ServiceCommand(files, network, work);
    RunningServices services = new RunningServices(compose, files, commands, work);
    Runtime.getRuntime().addShutdownHook(new Thread(services::close));
    System.exit(new Smoke(services, network, repository).run() ? 0 : 1); // ends the services
  }

  /** A replay that looks good on a dashboard would take too long. */
  private static String variable(String name) {
    return name.equals("RATE") ? REPLAYED_PER_SECOND : System.getenv(name);
  }

  private boolean run() throws IOException, InterruptedException {
    try {
      services.start("taskmanager");
      services.run("smoke");
      RunningServices.say("as started: clean");
      crash("taskmanager");
      crash("jobmanager");
      checkDashboard();
      RunningServices.say("PASSED");
      return true;
    } catch (IllegalStateException e) {
      RunningServices.say("FAILED: " + e.getMessage());
      return false;
    }
  }

  private void crash(String name) throws IOException, InterruptedException {
    services.launch("replay");
    TimeUnit.SECONDS.sleep(UNDER_LOAD_SECONDS);
    services.kill(name);
    services.start(name);
    services.awaitEnd("replay");
    services.run("smoke");
    RunningServices.say("after " + name + " was killed under load: clean");
  }

  private void checkDashboard() throws IOException, InterruptedException {
    Dashboard dashboard =
        Dashboard.read(repository.resolve("docker/monitoring/grafana/dashboards/flink-lstm.json"));
    Set<String> missing = dashboard.missingFrom(page("jobmanager") + page("taskmanager"));
    if (!missing.isEmpty()) {
      throw new IllegalStateException("metrics of the dashboard that nobody reports: " + missing);
    }
    RunningServices.say(
        "all " + dashboard.metrics().size() + " metrics of the dashboard are there");
  }

  private String page(String service) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(network.metrics(service))).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
