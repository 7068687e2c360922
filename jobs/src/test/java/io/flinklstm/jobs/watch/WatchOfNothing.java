package io.flinklstm.jobs.watch;

import io.flinklstm.jobs.DemoModel;
import io.flinklstm.jobs.Topics;
import io.flinklstm.jobs.pipeline.Pipeline;
import io.flinklstm.jobs.record.Layout;
import java.net.URI;
import java.util.Optional;

/** Watches of the demo's model, of whose job nobody tells. */
final class WatchOfNothing {

  private static final URI NOTHING = URI.create("http://127.0.0.1:9");

  private WatchOfNothing() {}

  /** Of topics that nobody tells of either. */
  static Watch start(Optional<Controls> controls) {
    Topics topics = new Topics(NOTHING.getAuthority(), "events", "results", "dead");
    return start(Pipeline.of("shown", topics, Layout.standard(1)), controls);
  }

  static Watch start(Pipeline pipeline, Optional<Controls> controls) {
    return new Watch(
        pipeline,
        DemoModel.source().bundle(),
        NOTHING,
        Wording.plain("shown", "entries"),
        WatchOptions.ALARM_FROM,
        controls,
        Optional.empty());
  }
}
