package io.flinklstm.jobs;

import io.flinklstm.jobs.record.DeadLetter;
import io.flinklstm.jobs.record.Event;
import io.flinklstm.jobs.record.Incoming;
import io.flinklstm.jobs.record.RecordTypes;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Events go on, dead letters go aside and are counted. */
final class SplitDeadLetters extends ProcessFunction<Incoming, Event> {

  static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters", RecordTypes.DEAD_LETTER);

  private static final long serialVersionUID = 1;

  private transient Counter deadLetters;

  @Override
  public void open(OpenContext context) {
    deadLetters = getRuntimeContext().getMetricGroup().counter("deadLetters");
  }

  @Override
  public void processElement(Incoming incoming, Context context, Collector<Event> out) {
    if (incoming instanceof Event event) {
      out.collect(event);
    } else if (incoming instanceof DeadLetter letter) {
      deadLetters.inc();
      context.output(DEAD_LETTERS, letter);
    }
  }
}
