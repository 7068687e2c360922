package io.flinklstm.operators;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.core.Network;
import io.flinklstm.operators.result.Rejected;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricConfig;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.metrics.prometheus.PrometheusReporter;
import org.apache.flink.metrics.prometheus.PrometheusReporterFactory;
import org.apache.flink.runtime.metrics.MetricRegistryConfiguration;
import org.apache.flink.runtime.metrics.MetricRegistryImpl;
import org.apache.flink.runtime.metrics.ReporterSetup;
import org.apache.flink.runtime.metrics.ReporterSetupBuilder;
import org.apache.flink.runtime.metrics.groups.GenericMetricGroup;
import org.junit.jupiter.api.Test;

class LstmMetricsTest {

  private static final Network NETWORK = SmallModel.PLAIN.load();

  /** The names of what is registered in it. */
  private static final class Names extends UnregisteredMetricsGroup {
    private final Set<String> names = new TreeSet<>();

    @Override
    public Counter counter(String name) {
      names.add(name);
      return super.counter(name);
    }

    @Override
    public <T, G extends Gauge<T>> G gauge(String name, G gauge) {
      names.add(name);
      return gauge;
    }

    @Override
    public <H extends Histogram> H histogram(String name, H histogram) {
      names.add(name);
      return histogram;
    }

    @Override
    public MetricGroup addGroup(String name) {
      return this;
    }

    @Override
    public MetricGroup addGroup(String key, String value) {
      return this;
    }
  }

  @Test
  void theDocumentationListsTheRegisteredNamesAndNoOthers() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "operating.md"));
    int begin = page.indexOf("## Watching it");
    String section = page.substring(begin, page.indexOf("\n## ", begin + 1));
    Set<String> documented = new TreeSet<>();
    for (String line : section.split("\n")) {
      if (line.startsWith("| `")) {
        Matcher name = Pattern.compile("`([a-z_]+)`").matcher(line.split("\\|")[1]);
        while (name.find()) {
          documented.add(name.group(1));
        }
      }
    }
    Names registered = new Names();
    new LstmMetrics(registered, NETWORK);
    assertThat(documented).isEqualTo(registered.names);
  }

  @Test
  void prometheusReadsThem() throws Exception {
    int port = freePort();
    MetricConfig config = new MetricConfig();
    config.setProperty("port", Integer.toString(port));
    PrometheusReporter reporter = new PrometheusReporterFactory().createMetricReporter(config);
    reporter.open(config);
    ReporterSetup setup =
        ReporterSetupBuilder.METRIC_SETUP_BUILDER.forReporter("prom", config, reporter);
    MetricRegistryImpl registry =
        new MetricRegistryImpl(
            MetricRegistryConfiguration.fromConfiguration(new Configuration(), 1 << 20),
            List.of(setup));
    try {
      LstmMetrics metrics =
          new LstmMetrics(new GenericMetricGroup(registry, null, "operator"), NETWORK);
      metrics.event();
      metrics.rejected(Rejected.Reason.LATE);
      metrics.wave(5, 1_000);
      assertThat(scrape(port).lines())
          .anyMatch(line -> line.matches("\\S*lstm_events\\b.* 1\\.0"))
          .anyMatch(line -> line.matches("\\S*lstm_rejected_late\\b.* 1\\.0"))
          .anyMatch(line -> line.matches("\\S*lstm_wave_size_count\\b.* 1\\.0"))
          .anyMatch(line -> line.matches("\\S*lstm_vector\\b.* [01]\\.0"))
          .anyMatch(
              line -> line.matches("\\S*model_age_seconds.*model=\"0000000000000001\".* \\d+\\.0"));
    } finally {
      registry.closeAsync().get();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String scrape(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics")).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }
}
