package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.Layout;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconnectTest {

  private static final int STEPS = 30;

  @TempDir private Path profile;

  @Test
  void pageGoesOnWhenItsServerComesBack() throws Exception {
    Topics topics = SharedBroker.topics(1);
    Pipeline pipeline = Pipeline.of("shown", topics, Layout.standard(1));
    produce(topics);
    try (Browser browser = Browser.start(profile)) {
      URI page;
      String facts;
      try (Watch watch = WatchOfNothing.start(pipeline, Optional.empty())) {
        page = watch.serve(options(0));
        browser.open(page.toString());
        browser.await("document.querySelector('#alarm-count')?.innerText === '1'");
        browser.script("location.hash = 'key=second'");
        browser.await("document.querySelector('#key-facts').innerText.includes('30 steps seen')");
        facts = browser.text("#key-facts");
        browser.await("document.querySelector('#trouble')?.innerText.includes('Flink at http')");
      }
      browser.await("document.querySelector('#state-text').innerText === 'Disconnected'");
      assertThat(browser.text("#trouble")).contains("server does not answer");
      assertThat(browser.text("#key-facts")).isEqualTo(facts);
      try (Watch watch = WatchOfNothing.start(pipeline, Optional.empty())) {
        watch.serve(options(page.getPort()));
        browser.await("document.querySelector('#state-text').innerText !== 'Disconnected'");
        browser.await("document.querySelector('#trouble').innerText.includes('Flink at http')");
        browser.await("document.querySelectorAll('.card').length === 2");
        browser.await("document.querySelector('#key-facts').innerText.includes('30 steps seen')");
        assertThat(browser.text("#key-facts")).isEqualTo(facts);
        assertThat(browser.text("#key-title")).isEqualTo("second");
        browser.await("document.querySelector('#alarm-count').innerText === '1'");
        assertThat(browser.script("return document.querySelectorAll('#alarms li').length"))
            .isEqualTo(1L);
      }
    }
  }

  @Test
  void aConnectionThatHangsIsNoticed() throws Exception {
    Pipeline pipeline = Pipeline.of("shown", SharedBroker.topics(1), Layout.standard(1));
    try (Watch watch = WatchOfNothing.start(pipeline, Optional.empty());
        Relay relay = new Relay(watch.serve(options(0)).getPort());
        Browser browser = Browser.start(profile)) {
      browser.open("http://127.0.0.1:" + relay.port());
      browser.await("document.querySelector('#trouble')?.innerText.includes('Flink at http')");
      relay.hold(true);
      browser.await("document.querySelector('#state-text').innerText === 'Disconnected'");
      assertThat(browser.text("#trouble")).contains("server does not answer");
      relay.hold(false);
      browser.await("document.querySelector('#trouble').innerText.includes('Flink at http')");
    }
  }

  /** Two keys, and one alarm of the second. */
  private static void produce(Topics topics) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, topics.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int step = 1; step <= STEPS; step++) {
        producer.send(new ProducerRecord<>(topics.output(), result("first", step, 0.5)));
        double score = step == STEPS / 2 ? 0.99995 : 0.5;
        producer.send(new ProducerRecord<>(topics.output(), result("second", step, score)));
      }
    }
  }

  private static byte[] result(String key, int step, double score) {
    return """
        {"key":"%s","time":%d,"step":%d,"values":[3],"forecast":[3],"expected":[2],"errors":[1],
         "error":1,"score":%s,"model":"00","topic":"in","partition":0,"offset":%d}
        """
        .formatted(key, step * 1_000, step, score, step)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static WatchOptions options(int port) {
    return new WatchOptions(WatchOptions.LOOPBACK, port, WatchOptions.ALARM_FROM);
  }
}
