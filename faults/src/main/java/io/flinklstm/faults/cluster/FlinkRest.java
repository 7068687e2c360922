package io.flinklstm.faults.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.flinklstm.faults.Await;
import io.flinklstm.faults.FaultsException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What the job manager says and does over HTTP. */
public final class FlinkRest {

  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final Duration SAVEPOINT = Duration.ofSeconds(180);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
  private final String address;

  FlinkRest(String address) {
    this.address = address;
  }

  public int taskManagers() throws IOException {
    return get("/overview").path("taskmanagers").asInt();
  }

  public String state(String job) throws IOException {
    return get("/jobs/" + job).path("state").asText();
  }

  public JsonNode checkpoints(String job) throws IOException {
    return get("/jobs/" + job + "/checkpoints");
  }

  /** Whether the job's checkpoints overtake data, as Flink runs it. */
  public boolean isUnaligned(String job) throws IOException {
    return get("/jobs/" + job + "/checkpoints/config").path("unaligned_checkpoints").asBoolean();
  }

  /** Id of the last completed checkpoint; -1 where this job manager knows none. */
  public long latestCheckpoint(String job) throws IOException {
    return checkpoints(job).path("latest").path("completed").path("id").asLong(-1);
  }

  /**
   * Why the job has failed, each time.
   *
   * @param since only later failures; milliseconds
   */
  public List<String> failures(String job, long since) throws IOException {
    JsonNode entries = get("/jobs/" + job + "/exceptions").path("exceptionHistory").path("entries");
    List<String> later = new ArrayList<>();
    for (JsonNode entry : entries) {
      if (entry.path("timestamp").asLong() > since) {
        later.add(entry.path("stacktrace").asText());
      }
    }
    return later;
  }

  /** Stops the job and returns where its savepoint is. */
  public String stopWithSavepoint(String job, String directory) throws IOException {
    JsonNode trigger =
        send(
            HttpRequest.newBuilder()
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        "{\"targetDirectory\":\"" + directory + "\",\"drain\":false}"))
                .header("Content-Type", "application/json"),
            "/jobs/" + job + "/stop");
    String path = "/jobs/" + job + "/savepoints/" + trigger.path("request-id").asText();
    String[] location = new String[1];
    Await.until(
        "the savepoint of job " + job,
        SAVEPOINT,
        () -> {
          JsonNode answer = get(path);
          location[0] = answer.path("operation").path("location").asText(null);
          return answer.path("status").path("id").asText().equals("COMPLETED");
        });
    if (location[0] == null) {
      throw new FaultsException("the savepoint of job " + job + " failed: " + get(path));
    }
    return location[0];
  }

  /** Ends the job without savepoint; its last transaction stays open. */
  public void cancel(String job) throws IOException {
    send(
        HttpRequest.newBuilder().method("PATCH", HttpRequest.BodyPublishers.noBody()),
        "/jobs/" + job);
    Await.until(
        "job " + job + " is cancelled",
        SAVEPOINT,
        () -> state(job).equals("CANCELED") || state(job).equals("FAILED"));
  }

  public JsonNode get(String path) throws IOException {
    return send(HttpRequest.newBuilder().GET(), path);
  }

  private JsonNode send(HttpRequest.Builder request, String path) throws IOException {
    try {
      HttpResponse<String> response =
          client.send(
              request.uri(URI.create(address + path)).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 300) {
        throw new IOException(path + ": status " + response.statusCode() + " " + response.body());
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultsException("interrupted while asking Flink for " + path, e);
    }
  }
}
