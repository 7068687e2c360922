package io.flinklstm.jobs.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.SharedBroker;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.Layout;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReconnectTest {

  private static final URI NO_FLINK = URI.create("http://127.0.0.1:9");

  @TempDir private Path profile;

  @Test
  void pageGoesOnWhenItsServerComesBack() throws Exception {
    Pipeline pipeline = Pipeline.of("shown", SharedBroker.topics(1), Layout.standard(1));
    try (Browser browser = Browser.start(profile)) {
      URI page;
      try (Watch watch = watch(pipeline)) {
        page = watch.serve(options(0));
        browser.open(page.toString());
        browser.await("document.querySelector('#trouble')?.innerText.includes('Flink at http')");
      }
      browser.await("document.querySelector('#state-text').innerText === 'Disconnected'");
      assertThat(browser.text("#trouble")).contains("server does not answer");
      try (Watch watch = watch(pipeline)) {
        watch.serve(options(page.getPort()));
        browser.await("document.querySelector('#state-text').innerText !== 'Disconnected'");
        browser.await("document.querySelector('#trouble').innerText.includes('Flink at http')");
      }
    }
  }

  private static Watch watch(Pipeline pipeline) {
    return new Watch(
        pipeline,
        DemoModel.source().bundle(),
        NO_FLINK,
        Wording.plain("shown", "entries"),
        WatchOptions.ALARM_FROM,
        Optional.empty(),
        Optional.empty());
  }

  private static WatchOptions options(int port) {
    return new WatchOptions(WatchOptions.LOOPBACK, port, WatchOptions.ALARM_FROM);
  }
}
