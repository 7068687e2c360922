package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.Topics;
import io.flinklstm.models.VisibleState;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twenty seconds of 200 keys and 2,000 results a second, by a server process of its own whose
 * memory is full of results before; for the second half of them one key's history is open.
 */
@EnabledIfSystemProperty(named = "flinklstm.page-load", matches = "true")
class LoadOnPageTest {

  private static final int KEYS = 200;
  private static final int UNITS = 32;
  private static final int PER_SECOND = 2_000;
  private static final int SECONDS = 20;
  private static final int BEFORE = KEYS * KeySeries.LENGTH;
  private static final int WITH_HIDDEN_FROM =
      BEFORE - KEYS * KeySeries.DETAILS; // kept for no other
  private static final int LONGEST_FRAME_MILLIS = 100;
  private static final long MOST_MEMORY_KIB = 256 << 10;

  @TempDir private static Path directory;

  @Test
  void pageStaysResponsiveAndServerSmall() throws Exception {
    Topics topics = SharedBroker.topics(1); // so what was written last is read last
    fill(topics);
    Process server = serve(topics);
    try (Browser browser = Browser.start(directory.resolve("profile"))) {
      browser.open(page(server));
      String last = "key-" + (KEYS - 1);
      browser.await("document.querySelectorAll('.card').length === " + KEYS);
      browser.script("location.hash = arguments[0]", "key=" + last);
      String all = String.format(Locale.ENGLISH, "%,d steps seen", KeySeries.LENGTH);
      browser.await(all, () -> browser.text("#key-facts").contains(all));
      browser.script("location.hash = ''");
      observe(browser);
      produce(topics, browser);
      double longest = longest(browser);
      long memory = peakKiB(server);
      System.out.printf(
          "page load: %d keys, %d results/s for %d s: longest task of the page's main thread %s ms;"
              + " server's peak resident memory %.0f MiB%n",
          KEYS,
          PER_SECOND,
          SECONDS,
          longest == 0 ? "below 50" : String.format(Locale.ENGLISH, "%.0f", longest),
          memory / 1024.0);
      assertThat(browser.text("#overview-title")).isEqualTo(KEYS + " keys");
      assertThat(longest).isLessThan(LONGEST_FRAME_MILLIS);
      assertThat(memory).isLessThan(MOST_MEMORY_KIB);
    } finally {
      server.destroy();
    }
  }

  private static Process serve(Topics topics) throws Exception {
    Path model = directory.resolve("model.safetensors");
    VisibleState.of(DemoModel.source().bundle()).write(model);
    Path pipeline = directory.resolve("pipeline.yaml");
    Files.writeString(
        pipeline,
        """
        name: load
        kafka: {bootstrap: "%s"}
        input: {topic: %s}
        model: {file: model.safetensors}
        output: {topic: %s, dead-letters: %s}
        """
            .formatted(
                topics.bootstrapServers(), topics.input(), topics.output(), topics.deadLetters()));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + Path.of("src", "main", "jvm", "watch.options"), // as ./flink-lstm has it
            "-cp",
            System.getProperty("java.class.path"),
            "io.flinklstm.jobs.cli.Main",
            "watch",
            pipeline.toString(),
            "--flink=http://127.0.0.1:9")
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private static String page(Process server) throws Exception {
    BufferedReader err =
        new BufferedReader(new InputStreamReader(server.getErrorStream(), StandardCharsets.UTF_8));
    String line = err.readLine();
    while (line != null && !line.startsWith("Page: ")) {
      line = err.readLine();
    }
    assertThat(line).isNotNull();
    return line.substring("Page: ".length());
  }

  /** As many results of each key as the server keeps. */
  private static void fill(Topics topics) {
    try (KafkaProducer<byte[], byte[]> producer = producer(topics)) {
      for (int i = 0; i < BEFORE; i++) {
        producer.send(record(topics, i));
      }
    }
  }

  private static void produce(Topics topics, Browser browser) {
    try (KafkaProducer<byte[], byte[]> producer = producer(topics)) {
      long start = System.nanoTime();
      for (int i = 0; i < PER_SECOND * SECONDS; i++) {
        LockSupport.parkNanos(start + 1_000_000_000L / PER_SECOND * i - System.nanoTime());
        producer.send(record(topics, BEFORE + i));
        if (i == PER_SECOND * SECONDS / 2) {
          browser.script("location.hash = 'key=key-0'");
        }
      }
    }
    browser.await("document.querySelector('#key-forecast canvas')");
  }

  private static KafkaProducer<byte[], byte[]> producer(Topics topics) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            topics.bootstrapServers(),
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            "lz4"),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static ProducerRecord<byte[], byte[]> record(Topics topics, int i) {
    byte[] key = ("key-" + i % KEYS).getBytes(StandardCharsets.UTF_8);
    return new ProducerRecord<>(topics.output(), key, result(i));
  }

  private static byte[] result(int i) {
    int step = i / KEYS + 1;
    double value = 10 + 3 * Math.sin(step / 7.0 + i % KEYS) + (step % 97 == 0 ? 20 : 0);
    String hidden =
        IntStream.range(0, i < WITH_HIDDEN_FROM ? 0 : UNITS)
            .mapToObj(u -> String.format(",%.4f", Math.sin(step / 9.0 + u)))
            .collect(Collectors.joining());
    return ("{\"key\":\"key-%d\",\"time\":%d,\"step\":%d,\"values\":[%.3f],\"forecast\":[%.3f%s],"
            + "\"expected\":[%.3f],\"error\":%.3f,\"score\":%.5f,\"model\":\"00\",\"partition\":0,"
            + "\"offset\":%d}")
        .formatted(
            i % KEYS,
            1_300_000_000_000L + step * 1_000L,
            step,
            value,
            value + 0.1,
            hidden,
            10 + 3 * Math.sin(step / 7.0 + i % KEYS),
            0.2,
            step % 97 == 0 ? 0.99995 : 0.2,
            i)
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Has the browser tell of each task of the page's main thread that takes 50 ms or more; its trace
   * holds the first seconds only. Returns once a task of 120 ms has been told of.
   */
  private static void observe(Browser browser) {
    browser.script(
        """
        window.longest = 0;
        new PerformanceObserver((tasks) => {
          for (const task of tasks.getEntries()) window.longest = Math.max(window.longest, task.duration);
        }).observe({ type: "longtask" });
        setTimeout(() => {
          const end = performance.now() + 120;
          while (performance.now() < end);
        });
        """);
    browser.await("window.longest >= 120");
    browser.script("window.longest = 0");
  }

  /** In milliseconds; 0 where none took 50. */
  private static double longest(Browser browser) {
    return ((Number) browser.script("return window.longest")).doubleValue();
  }

  private static long peakKiB(Process process) throws Exception {
    return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow();
  }
}
