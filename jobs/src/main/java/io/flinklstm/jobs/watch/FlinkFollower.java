package io.flinklstm.jobs.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.operators.LstmMetrics;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks Flink's REST interface about one job, once a second. */
final class FlinkFollower implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(FlinkFollower.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final String FLINK = "flink";
  private static final String JOB = "job";
  private static final String RUNNING = "RUNNING";
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED");
  private static final String OPERATOR = "lstm";
  private static final String METRICS = OPERATOR + "." + LstmMetrics.GROUP + ".";
  private static final String WAVE_MEAN = METRICS + LstmMetrics.WAVE_SIZE + "_mean";
  private static final String WAIT_P99 = METRICS + LstmMetrics.WAIT_NANOS + "_p99";
  private static final String WAVE_P99 = METRICS + LstmMetrics.WAVE_NANOS + "_p99";
  private static final double NANOS_PER_MILLI = 1e6;

  private final URI flink;
  private final String jobName;
  private final Trouble trouble;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "job for the page");
            thread.setDaemon(true);
            return thread;
          });
  private volatile JobHealth health = JobHealth.unknown();

  FlinkFollower(URI flink, String jobName, Trouble trouble) {
    this.flink = flink;
    this.jobName = jobName;
    this.trouble = trouble;
    timer.scheduleWithFixedDelay(this::ask, 0, 1, TimeUnit.SECONDS);
  }

  JobHealth health() {
    return health;
  }

  private void ask() {
    try {
      Optional<JsonNode> job = job();
      trouble.over(FLINK);
      health = job.isPresent() ? health(job.get()) : JobHealth.unknown();
      say(health);
    } catch (IOException e) {
      LOG.debug("Flink does not answer", e);
      health = JobHealth.unknown();
      trouble.report(FLINK, "Flink at %s does not answer. Is its job manager up?".formatted(flink));
      trouble.over(JOB);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      health = JobHealth.unknown();
      trouble.report(FLINK, "Flink is asked no more: %s. Start the page anew.".formatted(e));
      throw e; // and the timer asks no more
    }
  }

  private void say(JobHealth now) {
    if (now.state().equals(RUNNING)) {
      trouble.over(JOB);
    } else if (now.state().equals(JobHealth.UNKNOWN)) {
      trouble.report(
          JOB,
          "Flink runs no job named %s. Start it, or look whether it ended.".formatted(jobName));
    } else if (ENDED.contains(now.state())) {
      trouble.report(
          JOB,
          "The job is %s. Nothing more comes until it is started again."
              .formatted(now.state().toLowerCase(Locale.ROOT)));
    } else {
      trouble.report(
          JOB,
          "The job is %s, on %d task managers. No result is lost: they come when it runs again."
              .formatted(now.state().toLowerCase(Locale.ROOT), now.taskManagers()));
    }
  }

  /** The job of this name that was started last. */
  private Optional<JsonNode> job() throws IOException, InterruptedException {
    return StreamSupport.stream(get("/jobs/overview").path("jobs").spliterator(), false)
        .filter(job -> job.path("name").asText().equals(jobName))
        .max(Comparator.comparingLong(job -> job.path("start-time").asLong()));
  }

  private JobHealth health(JsonNode overview) throws IOException, InterruptedException {
    String path = "/jobs/" + overview.path("jid").asText();
    JsonNode checkpoints = get(path + "/checkpoints");
    JsonNode last = checkpoints.path("latest").path("completed");
    JsonNode restarts = get(path + "/metrics?get=numRestarts");
    JsonNode job = get(path);
    JsonNode metrics = operator(path, job);
    return new JobHealth(
        state(overview, job),
        get("/overview").path("taskmanagers").asLong(),
        restarts.path(0).path("value").asLong(),
        checkpoints.path("counts").path("completed").asLong(),
        last.path("end_to_end_duration").asLong(),
        last.path("state_size").asLong(),
        metric(metrics, WAVE_MEAN, "avg"),
        (metric(metrics, WAIT_P99, "max") + metric(metrics, WAVE_P99, "max")) / NANOS_PER_MILLI);
  }

  /** Flink calls a job running while its tasks are still on their way. */
  private static String state(JsonNode overview, JsonNode job) {
    String state = overview.path("state").asText();
    boolean allRun =
        StreamSupport.stream(job.path("vertices").spliterator(), false)
            .map(vertex -> vertex.path("status").asText())
            .allMatch(status -> status.equals(RUNNING) || status.equals("FINISHED"));
    return state.equals(RUNNING) && !allRun ? "RESTARTING" : state;
  }

  private JsonNode operator(String path, JsonNode job) throws IOException, InterruptedException {
    for (JsonNode vertex : job.path("vertices")) {
      if (vertex.path("name").asText().contains(OPERATOR)) {
        return get(
            path
                + "/vertices/"
                + vertex.path("id").asText()
                + "/subtasks/metrics?get="
                + String.join(",", WAVE_MEAN, WAIT_P99, WAVE_P99));
      }
    }
    return JSON.createArrayNode();
  }

  private static double metric(JsonNode metrics, String name, String aggregate) {
    return StreamSupport.stream(metrics.spliterator(), false)
        .filter(metric -> metric.path("id").asText().equals(name))
        .mapToDouble(metric -> metric.path(aggregate).asDouble(Double.NaN))
        .findFirst()
        .orElse(Double.NaN);
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(flink.toString().replaceAll("/$", "") + path))
            .timeout(PATIENCE)
            .build();
    HttpResponse<byte[]> response = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (response.statusCode() != 200) {
      throw new IOException("status " + response.statusCode() + " of " + request.uri());
    }
    return JSON.readTree(response.body());
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
