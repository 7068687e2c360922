package io.flinklstm.jobs.surgery;

import io.flinklstm.state.KeyState;
import io.flinklstm.state.KeyStateCodec;
import java.util.Arrays;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;

/** Meets the states of a key in two savepoints; what has no counterpart waits on disk. */
public final class Difference
    extends KeyedProcessFunction<
        String, Tuple3<String, Boolean, KeyState>, Tuple3<String, String, Double>> {

  /** Second field of a difference: where a key is, or that its states differ. */
  public static final String ONLY_FIRST = "only in the first";

  public static final String ONLY_SECOND = "only in the second";
  public static final String DIFFERENT = "different";

  private static final long serialVersionUID = 1;
  private static final TypeInformation<Tuple2<Boolean, KeyState>> WAITING =
      Types.TUPLE(Types.BOOLEAN, TypeInformation.of(KeyState.class));

  private transient ValueState<Tuple2<Boolean, KeyState>> waiting;

  private Difference() {}

  /**
   * All keys that differ, with what it is and the largest difference of a number of theirs: NaN
   * where they cannot be subtracted.
   */
  public static CloseableIterator<Tuple3<String, String, Double>> between(
      SavepointFile first, SavepointFile second) throws Exception {
    StreamExecutionEnvironment environment = first.environment();
    TypeInformation<Tuple3<String, Boolean, KeyState>> sided =
        Types.TUPLE(Types.STRING, Types.BOOLEAN, TypeInformation.of(KeyState.class));
    return first
        .states(environment)
        .map(keyed -> Tuple3.of(keyed.f0, true, keyed.f1))
        .returns(sided)
        .union(
            second
                .states(environment)
                .map(keyed -> Tuple3.of(keyed.f0, false, keyed.f1))
                .returns(sided))
        .keyBy(keyed -> keyed.f0, Types.STRING)
        .process(new Difference())
        .returns(Types.TUPLE(Types.STRING, Types.STRING, Types.DOUBLE))
        .executeAndCollect("diff");
  }

  @Override
  public void open(OpenContext context) {
    waiting = getRuntimeContext().getState(new ValueStateDescriptor<>("waiting", WAITING));
  }

  @Override
  public void processElement(
      Tuple3<String, Boolean, KeyState> keyed,
      Context context,
      Collector<Tuple3<String, String, Double>> out)
      throws Exception {
    Tuple2<Boolean, KeyState> other = waiting.value();
    if (other == null) {
      waiting.update(Tuple2.of(keyed.f1, keyed.f2));
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
      return;
    }
    waiting.clear();
    context.timerService().deleteEventTimeTimer(Long.MAX_VALUE);
    if (!Arrays.equals(KeyStateCodec.toBytes(other.f1), KeyStateCodec.toBytes(keyed.f2))) {
      out.collect(Tuple3.of(keyed.f0, DIFFERENT, largest(other.f1, keyed.f2)));
    }
  }

  /** The end of both savepoints: nothing will come to meet this key. */
  @Override
  public void onTimer(
      long time, OnTimerContext context, Collector<Tuple3<String, String, Double>> out)
      throws Exception {
    String where = waiting.value().f0 ? ONLY_FIRST : ONLY_SECOND;
    out.collect(Tuple3.of(context.getCurrentKey(), where, Double.NaN));
  }

  private static double largest(KeyState a, KeyState b) {
    if (a.recurrent().length != b.recurrent().length || a.running().length != b.running().length) {
      return Double.NaN;
    }
    double largest = 0;
    for (int i = 0; i < a.recurrent().length; i++) {
      double difference = (double) a.recurrent()[i] - b.recurrent()[i];
      largest = Math.max(largest, Math.abs(difference));
    }
    for (int i = 0; i < a.running().length; i++) {
      largest = Math.max(largest, Math.abs(a.running()[i] - b.running()[i]));
    }
    return largest;
  }
}
