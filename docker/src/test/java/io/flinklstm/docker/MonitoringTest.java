package io.flinklstm.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Prometheus and Grafana ask for what is there, where it is. */
class MonitoringTest {

  private static final Path MONITORING = Repository.DOCKER.resolve("monitoring");
  private static final Path DASHBOARD = MONITORING.resolve("grafana/dashboards/flink-lstm.json");
  private static final String OPERATOR = "flink_taskmanager_job_task_operator_lstm_";

  /** Flink's, its connector's and the job's, which the smoke test finds at a running job. */
  private static final Set<String> FLINK =
      Set.of(
          "flink_taskmanager_job_task_operator_pendingRecords",
          "flink_taskmanager_job_task_operator_deadLetters",
          "flink_jobmanager_job_numRestarts",
          "flink_jobmanager_job_lastCheckpointDuration",
          "flink_jobmanager_job_numberOfCompletedCheckpoints",
          "flink_jobmanager_job_numberOfFailedCheckpoints");

  /** The operator's own test keeps the table equal to what is registered. */
  private static Set<String> documented() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String line : Files.readAllLines(Repository.ROOT.resolve("docs/operating.md"))) {
      if (line.startsWith("| `")) {
        Matcher name = Pattern.compile("`([a-z_]+)`").matcher(line.split("\\|")[1]);
        while (name.find()) {
          names.add(name.group(1));
        }
      }
    }
    return names;
  }

  @Test
  void theDashboardAsksForDocumentedMetricsOnly() throws IOException {
    Set<String> names = documented();
    for (String metric : Dashboard.read(DASHBOARD).metrics()) {
      if (metric.startsWith(OPERATOR)) {
        // The group of the fingerprint is named as the label.
        assertThat(names)
            .contains(metric.substring(OPERATOR.length()).replace("model_model", "model"));
      } else {
        assertThat(FLINK).contains(metric);
      }
    }
  }

  @Test
  void theDashboardShowsEveryCounterOfRejectedEvents() throws IOException {
    Set<String> asked = Dashboard.read(DASHBOARD).metrics();
    assertThat(documented().stream().filter(name -> name.startsWith("rejected_")))
        .isNotEmpty()
        .allMatch(name -> asked.contains(OPERATOR + name));
  }

  @Test
  void everyQueryIsBalancedAndAskedOfTheProvisionedSource() throws IOException {
    String source =
        Repository.yaml(MONITORING.resolve("grafana/datasources/prometheus.yaml"))
            .at("/datasources/0/uid")
            .asText();
    JsonNode panels = Repository.yaml(DASHBOARD).path("panels");
    assertThat(panels).isNotEmpty();
    for (JsonNode panel : panels) {
      assertThat(panel.at("/datasource/uid").asText()).isEqualTo(source);
      for (JsonNode target : panel.path("targets")) {
        String query = target.path("expr").asText();
        for (String pair : List.of("()", "{}", "[]")) {
          assertThat(query.chars().filter(c -> c == pair.charAt(0)).count())
              .as(query)
              .isEqualTo(query.chars().filter(c -> c == pair.charAt(1)).count());
        }
      }
    }
  }

  @Test
  void prometheusScrapesServicesAtTheReportersPort() throws IOException {
    JsonNode configs = Repository.yaml(MONITORING.resolve("prometheus.yml")).path("scrape_configs");
    String properties =
        Repository.compose().services().get("taskmanager").environment().get("FLINK_PROPERTIES");
    assertThat(configs).hasSize(2);
    assertThat(configs.at("/0/static_configs/0/targets/0").asText()).isEqualTo("jobmanager:9249");
    JsonNode names = configs.at("/1/dns_sd_configs/0");
    assertThat(names.at("/names/0").asText()).isEqualTo("taskmanager");
    assertThat(properties).contains("reporter.prom.port: " + names.path("port").asInt());
  }

  @Test
  void grafanaFindsSourceAndDashboardsWhereTheyAreMounted() throws IOException {
    ComposeFile compose = Repository.compose();
    String url =
        Repository.yaml(MONITORING.resolve("grafana/datasources/prometheus.yaml"))
            .at("/datasources/0/url")
            .asText();
    assertThat(url).isEqualTo("http://prometheus:9090");
    assertThat(compose.services()).containsKey("prometheus");
    Service grafana = compose.services().get("grafana");
    String folder =
        Repository.yaml(MONITORING.resolve("grafana/providers/dashboards.yaml"))
            .at("/providers/0/options/path")
            .asText();
    assertThat(grafana.mounts()).extracting(Service.Mount::target).contains(folder);
    assertThat(grafana.environment().get("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"))
        .isEqualTo(folder + "/" + DASHBOARD.getFileName());
  }
}
